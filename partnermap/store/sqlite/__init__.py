"""A map in one SQLite file."""
