"""Every write of payables, by the act."""
