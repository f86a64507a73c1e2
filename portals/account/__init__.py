"""The account door: signing in, the reader's own settings, and choosing where to go."""
