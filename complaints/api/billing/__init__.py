"""The door of the billing system: what it tells us, and what we ask of it."""
