"""The window's side of sessions: their files are named, opened, restored and dropped here, and never read."""
