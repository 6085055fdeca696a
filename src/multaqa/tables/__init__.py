"""Tables of open data: immutable Parquet files, and questions asked of them in a closed process. Knows nothing of Django."""
