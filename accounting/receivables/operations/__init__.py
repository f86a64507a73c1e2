"""Every change to customers' accounts, invoices and payments; one noun per file."""
