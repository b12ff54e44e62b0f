"""Doors that answer at once (web form, follow page): what was sent and what came of it, in one transaction.

What was sent is kept as it came, before anyone reads it. The same form twice is one message.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from channels_hub.models import Inbound, Submission
from complaints import attachments, messages
from complaints.attachments import Accepted
from complaints.models import Ticket
from complaints.stages import receive
from complaints.stages.receive import Intake
from servicecenter import actors

CODE_SHOWN_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Sent:
    """One sending of one form: whose form it was (its token) and every field as it came."""

    channel: str
    token: str
    raw: bytes

    @property
    def token_digest(self) -> str:
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


class AlreadySent(Exception):
    """This form was sent before: `submission` is what came of it."""

    def __init__(self, submission: Submission):
        super().__init__()
        self.submission = submission


def as_sent(channel: str, token: str, fields: Mapping[str, Sequence[str]], files: Iterable[UploadedFile]) -> Sent:
    """The fields word for word and each file by name and digest; the files themselves are kept as evidence."""
    written = {name: list(values) for name, values in fields.items() if name != "csrfmiddlewaretoken"}
    kept = {"fields": written, "files": [[file.name, file.size, _digest(file)] for file in files]}
    return Sent(channel, token, json.dumps(kept, ensure_ascii=False, sort_keys=True).encode())


def _digest(file: UploadedFile) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def find_submission(sent: Sent) -> Submission | None:
    return Submission.objects.select_related("ticket").filter(token=sent.token_digest).first()


def receive_form(sent: Sent, intake: Intake, files: Sequence[Accepted], *, at: datetime) -> Submission:
    """Make the ticket of a public form. Raises AlreadySent when the form was sent before, ValidationError."""
    for last in (False, True):
        if found := find_submission(sent):
            raise AlreadySent(found)
        try:
            return _receive(sent, intake, files, at)
        except IntegrityError:
            # The same form at the same instant: found on the second look. (A number drawn twice, receive mends.)
            if last:
                raise
    raise AssertionError


def _receive(sent: Sent, intake: Intake, files: Sequence[Accepted], at: datetime) -> Submission:
    with attachments.stored(files), transaction.atomic():
        ticket, code = receive.receive(intake, actor=actors.customer(), at=at, source="web")
        attachments.attach(ticket, files, event=None, at=at, by="customer")
        keep_raw(sent, ticket=ticket, at=at)
        return Submission.objects.create(
            token=sent.token_digest, digest=sent.digest, ticket=ticket, code=code, sent_at=at
        )


def receive_words(sent: Sent, ticket: Ticket, words: str, files: Sequence[Accepted], *, at: datetime) -> bool:
    """Add what the customer wrote on the follow page. False when this very message is there already."""
    try:
        with attachments.stored(files), transaction.atomic():
            keep_raw(sent, ticket=ticket, at=at)
            messages.receive_message(
                ticket, words=words, files=attachments.rows(files, at=at, by="customer"),
                actor=actors.customer(), at=at, source="web", channel="web",
            )  # fmt: skip
    except IntegrityError:
        if not Inbound.objects.filter(channel=sent.channel, source_id=sent.token_digest, digest=sent.digest).exists():
            raise
        return False
    return True


def keep_raw(sent: Sent, *, ticket: Ticket, at: datetime) -> Inbound:
    return Inbound.objects.create(
        channel=sent.channel,
        source_id=sent.token_digest,
        digest=sent.digest,
        raw=sent.raw,
        received_at=at,
        ticket=ticket,
    )


def code_still_shown(submission: Submission, at: datetime) -> str:
    """The access code while its form was just sent, else ""."""
    return submission.code if submission.code and at < submission.sent_at + CODE_SHOWN_FOR else ""


def forget_codes(now: datetime) -> bool:
    """Round: empty the sealed codes whose minutes are over. Only their digests on the tickets remain."""
    over = Submission.objects.filter(code__isnull=False, sent_at__lt=now - CODE_SHOWN_FOR)
    # Look with a plain read first: nothing due, nothing written.
    return bool(over.exists() and over.update(code=None))
