"""The engine process: torch, and never Qt."""
