"""The view of the rows of a table: which moved most, which are longest, and how the numbers are spread."""
