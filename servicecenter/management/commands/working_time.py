"""`manage.py working_time`: answers questions about working time from standard input, line by line.

For anyone who wants to check a deadline by hand, or thousands by script. Touches no database.
"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from servicecenter.working_time_lines import answer


class Command(BaseCommand):
    help = "Answer JSON lines on standard input: add (start, amount, unit), between (start, end)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one JSON line for each that is not blank; exit with 1 when any could not be answered."""
        unanswered = 0
        # Bytes where there are any: a line that is not UTF-8 is that line's error, not the end of the stream.
        for number, line in enumerate(getattr(sys.stdin, "buffer", sys.stdin), start=1):
            if not line.strip():
                continue
            reply = answer(line)
            if "error" in reply:
                unanswered += 1
                reply["line"] = number
            self.stdout.write(json.dumps(reply))
            self.stdout.flush()
        if unanswered:
            raise CommandError(f"lines not answered: {unanswered}")
