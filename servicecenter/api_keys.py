"""Keys of programs: made once, shown once, kept as a digest."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings

from servicecenter.models import ApiClient

SCOPES = {
    "tickets:create": "create tickets",
    "tickets:read": "read every ticket",
    "tickets:own": "read the tickets it created",
    "tickets:move": "make moves on the tickets it may read",
}


class UnknownScope(ValueError):
    """Not one of SCOPES."""


def make_client(
    name: str, scopes: list[str], *, at: datetime, expires_at: datetime | None = None
) -> tuple[ApiClient, str]:
    """Create the client and return it with its key, which is never shown again.

    Raises UnknownScope; an existing name raises IntegrityError.
    """
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(", ".join(sorted(unknown)))
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name, prefix=prefix, key_hash=digest(secret), scopes=scopes, created_at=at, expires_at=expires_at
    )
    return client, f"sc_{prefix}_{secret}"


def digest(secret: str) -> str:
    """A key is 256 random bits: one keyed hash is enough, a slow one would only slow every request."""
    return hmac.new(settings.INDEX_KEY.encode(), secret.encode(), hashlib.sha256).hexdigest()


def find_client(key: str, at: datetime) -> ApiClient | None:
    """The active client this key belongs to, or None."""
    mark, _, rest = key.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != "sc" or not prefix or not secret:
        return None
    client = ApiClient.objects.filter(prefix=prefix, is_active=True).first()
    if client is None or not hmac.compare_digest(client.key_hash, digest(secret)):
        return None
    return None if client.expires_at and client.expires_at <= at else client
