"""The reports: pure functions from the map of a day to findings and tables, one module each."""
