"""The staff door: one package per subject."""
