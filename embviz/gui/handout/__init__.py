"""Handouts: a lesson as a page to take home, with pictures of what was on screen."""
