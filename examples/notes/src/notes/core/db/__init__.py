"""How rows are stored and found."""
