"""The file of a session: how it is written, moved, read and checked."""
