"""Evidence: what customers and colleagues send along. Told by its content, cleaned, kept apart, never run.

A file is accepted before the transaction, written to disk around it and named by a row inside it, so a
rollback leaves no file. It is served by `serve` only, never from a path, never as what it claims to be.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import FileResponse, Http404
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from complaints import evidence_types
from complaints.models import Attachment, Ticket
from servicecenter.models import Event

log = logging.getLogger(__name__)

FOLDER = "evidence"
NAME_LENGTH = 120
ORPHAN_AFTER = timedelta(days=1)
ORPHANS_AT_ONCE = 500
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Accepted:
    """A file that passed: its safe name, its true type and the bytes that will be kept."""

    name: str
    content_type: str
    data: bytes
    stored: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def accept_all(uploads: Sequence[UploadedFile]) -> list[Accepted]:
    """Check every file. Raises one ValidationError that names each file that cannot be taken, and why."""
    if len(uploads) > settings.ATTACHMENT_MAX_FILES:
        raise ValidationError(_("At most %(count)d files at once.") % {"count": settings.ATTACHMENT_MAX_FILES})
    accepted, errors = [], []
    for upload in uploads:
        try:
            accepted.append(accept(upload))
        except ValidationError as error:
            errors.extend(error.messages)
    if errors:
        raise ValidationError(errors)
    return accepted


def accept(upload: UploadedFile) -> Accepted:
    """Check one file by its content; a picture is drawn anew, so what hid in it is gone. Raises ValidationError."""
    name = safe_name(upload.name or "")
    if upload.size is not None and upload.size > settings.ATTACHMENT_MAX_BYTES:
        most = settings.ATTACHMENT_MAX_BYTES // MEGABYTE
        raise ValidationError(_("“%(name)s” is larger than %(most)d MB.") % {"name": name, "most": most})
    upload.seek(0)
    data = upload.read(settings.ATTACHMENT_MAX_BYTES + 1)
    if not data:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    try:
        clean = evidence_types.clean(data, name)
    except evidence_types.NotTaken as error:
        raise ValidationError(f"{_('“%(name)s” was not taken.') % {'name': name}} {error}") from error
    token = secrets.token_hex(16)
    return Accepted(_with_suffix(name, clean.suffix), clean.content_type, clean.data, f"{FOLDER}/{token[:2]}/{token}")


def safe_name(written: str) -> str:
    """A name fit to be shown and saved: no folder, no invisible or turning characters, not too long."""
    last = written.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char if char.isprintable() else "" for char in last).strip(" .")
    try:
        name = get_valid_filename(shown)
    except SuspiciousFileOperation:  # nothing is left of it
        name = "file"
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 10 else name[:NAME_LENGTH]


def _with_suffix(name: str, suffix: str) -> str:
    """The name with the ending of what the file really is."""
    stem = name.rpartition(".")[0] or name
    return name if name.lower().endswith(evidence_types.SPELLINGS.get(suffix, (suffix,))) else f"{stem}{suffix}"


@contextmanager
def stored(files: Iterable[Accepted]) -> Iterator[list[Accepted]]:
    """Write the files; when the block fails, take them away again.

    Put it around the transaction that calls `attach`:  with stored(files), transaction.atomic(): …
    """
    written: list[Accepted] = []
    try:
        for file in files:
            written.append(file)
            path = path_of(file.stored)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        yield written
    except BaseException:
        for file in written:
            path_of(file.stored).unlink(missing_ok=True)
        raise


def rows(files: Iterable[Accepted], *, at: datetime, by: str, internal: bool = False) -> list[Attachment]:
    """Unsaved rows for stored files; whoever writes the event saves them with it. `by`: the actor's role."""
    return [
        Attachment(
            name=file.name, stored=file.stored, content_type=file.content_type, size=len(file.data),
            sha256=file.sha256, internal=internal, added_at=at, added_by=by,
        )
        for file in files
    ]  # fmt: skip


def attach(
    ticket: Ticket, files: Iterable[Accepted], *, event: Event | None, at: datetime, by: str, internal: bool = False
) -> list[Attachment]:
    """Name the stored files in the ticket's evidence, in the caller's transaction."""
    made = rows(files, at=at, by=by, internal=internal)
    for row in made:
        row.ticket, row.event = ticket, event
    return Attachment.objects.bulk_create(made)


def of_whole(ticket: Ticket, *, alone: bool = False) -> Q:
    """The files of this ticket and, unless `alone`, of those merged into it."""
    return Q(ticket=ticket) if alone else Q(ticket=ticket) | Q(ticket__merged_into=ticket)


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def serve(attachment: Attachment) -> FileResponse:
    """The file as a download; only pictures we drew ourselves are shown in the page. Raises Http404 when it is gone."""
    try:
        opened = path_of(attachment.stored).open("rb")
    except FileNotFoundError:
        log.error("evidence %s has no file", attachment.pk)
        raise Http404 from None
    inline = attachment.content_type in evidence_types.PICTURES
    response = FileResponse(
        opened, as_attachment=not inline, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def drop_orphans(now: datetime) -> bool:
    """Round: delete files older than a day that no row names (the process died before its transaction ended)."""
    folder = path_of(FOLDER)
    old = (path for path in sorted(folder.glob("??/*")) if _written_at(path) < now - ORPHAN_AFTER)
    batch: list[Path] = []
    dropped = 0
    for path in old:
        batch.append(path)
        if len(batch) == ORPHANS_AT_ONCE:
            dropped += _drop_unnamed(batch)
            batch = []
    dropped += _drop_unnamed(batch)
    if dropped:
        log.warning("%d files without a row dropped", dropped)
    return False


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _drop_unnamed(paths: list[Path]) -> int:
    names = {f"{FOLDER}/{path.parent.name}/{path.name}": path for path in paths}
    unnamed = names.keys() - set(Attachment.objects.filter(stored__in=names).values_list("stored", flat=True))
    for name in unnamed:
        names[name].unlink(missing_ok=True)
    return len(unnamed)
