"""What the engine can tell of a table beside its pictures: its rows, its neighbours, its maps."""
