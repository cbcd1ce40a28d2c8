"""What a screen reader finds in the window: tables of cells, values, and what is worth to be said aloud."""
