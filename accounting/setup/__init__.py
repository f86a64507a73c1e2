"""Opens the books of a company and adds its next years: above every package whose tables it fills."""
