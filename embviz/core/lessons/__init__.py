"""Lessons: guided walks through the window, read from files, with goals that the program sees reached."""
