"""Charts of accounts to begin with, one file per chart: numbers, classes and short names."""
