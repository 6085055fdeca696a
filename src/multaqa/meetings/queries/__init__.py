"""What the pages and the API of meetings read; the number of queries depends on no number of rows."""
