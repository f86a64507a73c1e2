"""Pages for everybody: the front door, the first run, and how the house is."""
