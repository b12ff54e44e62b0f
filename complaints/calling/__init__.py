"""A talk while it happens: who calls, what they may mean, drafts, and the log of every contact."""
