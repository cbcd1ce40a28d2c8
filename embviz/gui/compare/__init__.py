"""Two moments laid side by side: how they are called, and the strip that says which they are."""
