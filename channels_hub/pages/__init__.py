"""The customer's own pages: tell us, and follow what became of it. No account, no login."""
