"""The machinery that every slice builds on; it knows no entity."""
