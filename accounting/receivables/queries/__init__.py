"""What customers owe and have paid, as plain values; one noun per file."""
