"""A teacher's plan: what a window hides, fixes and offers, read from a TOML file and written to one."""
