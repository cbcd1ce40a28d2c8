"""The teacher's plan in the window: what it hides, fixes and offers, and how one is opened and saved."""
