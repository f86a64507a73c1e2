"""What receivables print: invoices, credit notes, advance invoices, statements."""
