"""The same request sent twice is answered twice and carried out once.

The answer is stored last, in the transaction that did the work, so both stand or fall together: of
requests racing with one key the database lets one commit, and the others answer from its row. Only
2xx answers are stored: a refused request changed nothing, so it may be put right and sent again
under the same key.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from servicecenter.models import ApiClient, Idempotency
from servicecenter.problems import Problem

KEY = re.compile(r"[\x21-\x7e]{1,200}")


def answer(request: Request, work: Callable[[], Response], at: datetime) -> HttpResponse:
    """Do the work in one transaction, or answer as the first time.

    Raises Problem 400 for a key that is none, 422 for a key already used for another request, or
    whatever `work` raises.
    """
    client, key = request.auth, request.headers.get("Idempotency-Key")
    if key is None or not isinstance(client, ApiClient):
        with transaction.atomic():
            return work()
    if not KEY.fullmatch(key):
        raise Problem(400, "idempotency_key", _("An Idempotency-Key is 1 to 200 visible ASCII characters."))
    wanted = fingerprint(request)
    try:
        with transaction.atomic():
            response = work()
            body = JSONRenderer().render(response.data)
            Idempotency.objects.create(
                client=client, key=key, request_hash=wanted, status=response.status_code, body=body, created_at=at
            )
        return _bytes(response.status_code, body)
    except Exception:
        # The key may be taken, or the first request may have made this one impossible: it has the answer then.
        stored = Idempotency.objects.filter(client=client, key=key).first()
        if stored is None:
            raise
        if stored.request_hash != wanted:
            raise Problem(422, "idempotency_key_reused", _("This Idempotency-Key was used for another request."))
        return _bytes(stored.status, bytes(stored.body))


def fingerprint(request: Request) -> str:
    """Method, path and content, by which a repeated request is known. Of a form with files each part counts
    (its boundary is drawn anew every time), of anything else the body as it came."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type.startswith("multipart/"):
        for name, values in sorted(request.data.lists()):
            digest.update("\0".join([name, *map(_part, values)]).encode(errors="surrogatepass"))
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _part(value: str | UploadedFile) -> str:
    if isinstance(value, str):
        return value
    found = hashlib.sha256()
    for chunk in value.chunks():
        found.update(chunk)
    value.seek(0)
    return f"{value.name} {found.hexdigest()}"


def _bytes(status: int, body: bytes) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")
