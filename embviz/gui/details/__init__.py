"""The views of the card with tabs: inspector, lookup, code and gap."""
