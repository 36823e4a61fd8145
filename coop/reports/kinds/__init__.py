"""The kinds of grievance, one entry each, on the shelves that workers choose from."""
