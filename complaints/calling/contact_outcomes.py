"""Codes of the shipped list of how a contact ended that the program itself sets or watches."""

REGISTERED, ANSWERED, CHASE, ABUSIVE = "registered", "answered", "chase", "abusive"
ADDED, REACHED, NOBODY, WRONG_NUMBER, DROPPED, OTHER, SILENT, TRANSFERRED = (
    "added", "reached", "nobody-reached", "wrong-number", "dropped", "other", "silent", "transferred"
)  # fmt: skip
