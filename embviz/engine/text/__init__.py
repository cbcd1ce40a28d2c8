"""Text: what skip-gram trains on: words, how often they occur, and pairs of them, batch by batch."""
