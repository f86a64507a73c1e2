"""How the house is set up, started and watched on one machine."""
