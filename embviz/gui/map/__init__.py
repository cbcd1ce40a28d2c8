"""The map: rows of the table as points in the plane, the pinned ones with the trails that they leave."""
