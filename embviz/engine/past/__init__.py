"""The moments of a session: how they are kept, shown again, and written down."""
