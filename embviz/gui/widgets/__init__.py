"""What views are made of: cards, labels, editors and buttons."""
