"""PostgreSQL, which this machine starts by itself when none is configured."""
