"""Rows that fill a database for development: `python -m seeds 100000`."""
