"""From other people's spreadsheets to a checked plan of what changes in the map."""
