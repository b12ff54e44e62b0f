"""What customers send along: taken by what it is, cleaned, kept and given back without danger."""

import hashlib
import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from complaints import attachments
from complaints.models import Attachment


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saved) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **saved)
    return out.getvalue()


def archive(*names: str, data: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, data)
    return out.getvalue()


def files_on_disk(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "data", "shown", "content_type"),
    [
        ("meter.jpeg", picture(), "meter.jpeg", "image/jpeg"),
        ("meter.PNG", picture("PNG"), "meter.PNG", "image/png"),
        ("meter.webp", picture("WEBP"), "meter.webp", "image/webp"),
        ("meter.gif", picture("GIF"), "meter.png", "image/png"),
        ("bill.pdf", b"%PDF-1.7\n1 0 obj", "bill.pdf", "application/pdf"),
        ("note.txt", "水发黄\n".encode(), "note.txt", "text/plain; charset=utf-8"),
        ("note.txt", "水发黄\n".encode("gb18030"), "note.txt", "text/plain; charset=utf-8"),
        ("letter.docx", archive("[Content_Types].xml", "word/document.xml"), "letter.docx", attachments.evidence_types.OFFICE + "wordprocessingml.document"),  # noqa: E501
        ("usage.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "usage.xlsx", attachments.evidence_types.OFFICE + "spreadsheetml.sheet"),  # noqa: E501
        ("really-a-picture.pdf", picture(), "really-a-picture.jpg", "image/jpeg"),
    ],
)  # fmt: skip
def test_a_file_is_taken_for_what_it_is_whatever_it_claims(name, data, shown, content_type):
    accepted = attachments.accept(upload(name, data))
    assert (accepted.name, accepted.content_type) == (shown, content_type)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<html><script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("photo.jpg", b"<script>alert(1)</script>"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 no picture follows"),
        ("tool.exe", b"MZ\x90\x00"),
        ("any.docx", archive("hello.txt")),
        ("macro.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("bomb.docx", archive("[Content_Types].xml", "word/document.xml", *(f"{n}.xml" for n in range(3000)))),
        ("note.txt", b"\x00\x01\x02"),
        ("empty.jpg", b""),
    ],
)
def test_what_could_do_harm_or_is_no_evidence_is_refused_by_name(name, data):
    with pytest.raises(ValidationError) as refused:
        attachments.accept(upload(name, data))
    assert name in refused.value.messages[0]


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(attachments.evidence_types, "MAX_PIXELS", 100)
    with pytest.raises(ValidationError, match="too many pixels"):
        attachments.accept(upload("huge.png", picture("PNG", (11, 10))))


def test_place_and_camera_are_removed_from_a_photo():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 1.0)
    sent = picture("JPEG", exif=exif.tobytes(), comment=b"my address")
    kept = attachments.accept(upload("photo.jpg", sent)).data
    assert b"SecretCamera" in sent
    assert not {b"SecretCamera", b"my address", b"Exif"} & {
        word for word in (b"SecretCamera", b"my address", b"Exif") if word in kept
    }
    assert not dict(Image.open(io.BytesIO(kept)).getexif())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fakepath\\bath.txt", "bath.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_x.txt"),
        ("浴缸-0731.txt", "浴缸-0731.txt"),
        ("..", "file"),
    ],
)
def test_names_lose_folders_and_invisible_characters(written, shown):
    assert attachments.safe_name(written) == shown


def test_long_names_keep_their_ending():
    assert attachments.safe_name("x" * 300 + ".jpeg") == "x" * 115 + ".jpeg"


def test_size_and_number_are_limited(settings):
    settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENT_MAX_FILES = 1024 * 1024, 2
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        attachments.accept(upload("big.txt", b"x" * (1024 * 1024 + 1)))
    with pytest.raises(ValidationError, match="At most 2 files"):
        attachments.accept_all([upload("a.txt", b"x")] * 3)


def test_every_refused_file_is_named_at_once():
    with pytest.raises(ValidationError) as refused:
        attachments.accept_all([upload("a.html", b"<p>"), upload("ok.txt", b"fine"), upload("b.exe", b"MZ")])
    assert [message.split("”")[0] for message in refused.value.messages] == ["“a.html", "“b.exe"]


def keep(ticket, now, *, fail: bool = False) -> list[Attachment]:
    files = [attachments.accept(upload("photo.jpg", picture()))]
    with attachments.stored(files), transaction.atomic():
        rows = attachments.attach(ticket, files, event=None, at=now, by="customer")
        if fail:
            raise RuntimeError("the business transaction failed")
    return rows


def test_a_kept_file_lies_under_a_random_name_with_its_digest(ticket, now, tmp_path):
    (row,) = keep(ticket, now)
    (path,) = files_on_disk(tmp_path)
    assert "photo" not in str(path.relative_to(tmp_path))
    assert (path.stat().st_size, row.sha256) == (row.size, hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_rollback_leaves_no_file(ticket, now, tmp_path):
    with pytest.raises(RuntimeError):
        keep(ticket, now, fail=True)
    assert files_on_disk(tmp_path) == []


def test_files_whose_process_died_are_dropped_after_a_day(ticket, now, tmp_path):
    keep(ticket, now)
    with attachments.stored([attachments.accept(upload("lost.txt", b"lost"))]):
        pass
    assert len(files_on_disk(tmp_path)) == 2
    attachments.drop_orphans(timezone.now())
    assert len(files_on_disk(tmp_path)) == 2, "a file being written now is left alone"
    yesterday = (timezone.now() - timedelta(days=2)).timestamp()
    for path in files_on_disk(tmp_path):
        os.utime(path, (yesterday, yesterday))
    attachments.drop_orphans(timezone.now())
    assert [f"evidence/{path.parent.name}/{path.name}" for path in files_on_disk(tmp_path)] == [
        Attachment.objects.get().stored
    ]


def test_pictures_are_shown_documents_only_downloaded_and_nothing_is_sniffed(ticket, now):
    (row,) = keep(ticket, now)
    response = attachments.serve(row)
    assert response["Content-Disposition"].startswith("inline")
    row.content_type = "application/pdf"
    response = attachments.serve(row)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
