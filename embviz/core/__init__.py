"""Plain values that both processes share; imports neither torch nor Qt."""
