"""The curve of a run: distance, loss or gap at each step, with earlier runs beside it."""
