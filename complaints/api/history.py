"""The timeline as programs may read it: what happened in full, of the words only those between customer and us."""

from dataclasses import replace
from datetime import datetime

from complaints import timeline
from complaints.queries import Disclosure
from complaints.story import Story

# A program may know that the matter was filed, not the note a colleague left with it.
OPEN_WORDS = frozenset(timeline.FOR_CUSTOMER) - {"ticket.archived"}


def tell(story: Story, disclosure: Disclosure, at: datetime, *, to_client: bool) -> list[timeline.Entry]:
    entries = timeline.of(story.ticket, disclosure, now=at, story=story)
    if not to_client:
        return entries
    # What was merged into it a program reads, if it may, under that ticket's own number.
    return [_for_program(entry) for entry in entries if not entry.on]


def _for_program(entry: timeline.Entry) -> timeline.Entry:
    files = tuple(file for file in entry.files if not file.internal)
    if entry.kind in OPEN_WORDS:
        return replace(entry, files=files, because="" if entry.kind == "ticket.triaged" else entry.because)
    return replace(entry, files=files, words="", because="")
