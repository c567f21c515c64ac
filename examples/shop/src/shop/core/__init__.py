"""The machinery that every slice stands on; it knows no entity."""
