"""What exists only in the demo: signing in as one of its people by one click."""
