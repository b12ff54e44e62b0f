"""Quality's nouns: what was handled, what customers said of it."""

from quality.models.handlings import Assignment, Handling

__all__ = ["Assignment", "Handling"]
