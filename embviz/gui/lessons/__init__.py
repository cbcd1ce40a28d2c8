"""Lessons in the window: the panel, what it points at, and the desk that leads through them."""
