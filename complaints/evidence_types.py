"""Which files are taken, told by their content. Pure: bytes in, clean bytes out or a reason why not.

Pictures are drawn anew, which removes place, camera and whatever else hid in them. Documents are kept as
they are and only ever downloaded. What can carry a program (html, svg, macros) is not taken.
"""

import io
import zipfile
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000  # about the largest phone camera; decoded, some 150 MB
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 2_000

PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
SPELLINGS = {".jpg": (".jpg", ".jpeg", ".jfif")}
ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.txt,.docx,.xlsx"
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_KINDS = {
    "word/document.xml": (".docx", f"{OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", f"{OFFICE}spreadsheetml.sheet"),
}

KEPT_AS = (*PICTURES, "application/pdf", "text/plain", *(kind for _suffix, kind in OFFICE_KINDS.values()))
"""Every type a file may be served as."""


class NotTaken(Exception):
    """The reason, for the person who sent the file."""


@dataclass(frozen=True)
class Clean:
    data: bytes
    content_type: str
    suffix: str


def clean(data: bytes, name: str) -> Clean:
    """The file as it will be kept. Raises NotTaken."""
    kinds = _kinds(data)
    if kinds & {"image/jpeg", "image/png", "image/webp", "image/gif"}:
        return _drawn_anew(data)
    if data.startswith(b"%PDF-"):
        return Clean(data, "application/pdf", ".pdf")
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if name.lower().endswith(".txt"):
        return _text(data)
    raise NotTaken(_("We take photos (JPEG, PNG, WebP, GIF), PDF, text, Word and Excel files."))


def _kinds(data: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return set()


def _drawn_anew(data: bytes) -> Clean:
    """The first frame, upright, without its metadata. A GIF becomes a PNG."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotTaken(_("The picture has too many pixels."))
            kind = "PNG" if picture.format == "GIF" else str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            return Clean(_saved(upright, kind), f"image/{kind.lower()}", PICTURES[f"image/{kind.lower()}"])
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotTaken(_("The picture is damaged.")) from error


def _saved(picture: Image.Image, kind: str) -> bytes:
    plain = picture.convert("RGB" if kind == "JPEG" else "RGBA" if _see_through(picture) else "RGB")
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, kind, **({} if kind == "PNG" else {"quality": 88}))
    return out.getvalue()


def _see_through(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def _office(data: bytes) -> Clean:
    """A Word or Excel file by its members; any other archive, and one with macros, is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NotTaken(_("The file is damaged.")) from error
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise NotTaken(_("The file unpacks to too much."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken(_("Files with macros are not taken."))
    for telling, (suffix, content_type) in OFFICE_KINDS.items():
        if telling in names and "[Content_Types].xml" in names:
            return Clean(data, content_type, suffix)
    raise NotTaken(_("We take photos (JPEG, PNG, WebP, GIF), PDF, text, Word and Excel files."))


def _text(data: bytes) -> Clean:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(char.isprintable() or char in "\r\n\t\f\u3000\u00a0" for char in text):
            return Clean(text.encode(), "text/plain; charset=utf-8", ".txt")
    raise NotTaken(_("It is not plain text."))
