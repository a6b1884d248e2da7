"""A version as files: tagged PDF, spreadsheet, open data."""
