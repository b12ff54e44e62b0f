"""Keys of programs: made once, shown once, kept as a digest."""

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from servicecenter.models import ApiClient

SCOPES = {
    "tickets:create": "create tickets",
    "tickets:read": "read every ticket",
    "tickets:own": "read the tickets it created",
    "customers:read": "look customers up, contact masked and account facts covered",
    "contacts:read": "read the log of contacts",
    "contacts:write": "record contacts",
    "tickets:move": "make moves on the tickets it may read",
    "billing:read": "read customers, accounts, bills, payments and adjustments",
    "billing:write": "tell us of customers, accounts, bills and payments, and what became of adjustments",
    "shift:read": "read who is on duty, what each has in hand, and the hand-overs between shifts",
    "quality:read": "read figures and boards, with the numbers of their tickets",
}

KEY = re.compile(r"sc_([0-9a-f]{8})_([\w-]{20,100})", re.ASCII)


class UnknownScope(ValueError):
    """Not one of SCOPES."""


def make_client(
    name: str, scopes: list[str], *, at: datetime, expires_at: datetime | None = None, networks: Sequence[str] = ()
) -> tuple[ApiClient, str]:
    """Create the client and return it with its key, which is never shown again.

    Raises UnknownScope, ValueError for a network that is none; an existing name raises IntegrityError.
    """
    if unknown := set(scopes) - set(SCOPES):
        raise UnknownScope(", ".join(sorted(unknown)))
    prefix, secret = _draw()
    client = ApiClient.objects.create(
        name=name,
        prefix=prefix,
        key_hash=digest(secret),
        scopes=list(scopes),
        created_at=at,
        expires_at=expires_at,
        networks=[str(ipaddress.ip_network(one, strict=False)) for one in networks],
    )
    return client, _written(prefix, secret)


def rotate(client: ApiClient) -> str:
    """A new key for the client; the old one is dead from now on."""
    client.prefix, secret = _draw()
    client.key_hash = digest(secret)
    client.save(update_fields=["prefix", "key_hash"])
    return _written(client.prefix, secret)


def revoke(client: ApiClient) -> None:
    """The key opens nothing any more; the client stays, for what it did is on record."""
    client.is_active = False
    client.save(update_fields=["is_active"])


def _draw() -> tuple[str, str]:
    return secrets.token_hex(4), secrets.token_urlsafe(32)


def _written(prefix: str, secret: str) -> str:
    return f"sc_{prefix}_{secret}"


def digest(secret: str) -> str:
    """A key is 256 random bits: one keyed hash is enough, a slow one would only slow every request."""
    return hmac.new(settings.INDEX_KEY.encode(), secret.encode(), hashlib.sha256).hexdigest()


def find_client(key: str, at: datetime) -> ApiClient | None:
    """The active client this key belongs to, or None."""
    shaped = KEY.fullmatch(key)
    if not shaped:
        return None
    prefix, secret = shaped.groups()
    client = ApiClient.objects.filter(prefix=prefix, is_active=True).first()
    if client is None or not hmac.compare_digest(client.key_hash, digest(secret)):
        return None
    return None if client.expires_at and client.expires_at <= at else client
