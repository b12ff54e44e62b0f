"""Fields encrypted at rest, and the blind indexes that still find them.

AES-256-GCM with a key id in front of every value, so keys can be changed while the system runs.
A value that cannot be decrypted is an error, never shown as it lies.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


class Undecryptable(Exception):
    """The value was written with a key we do not have, or was changed."""


@lru_cache(maxsize=4)
def _keyring(written: str) -> dict[str, AESGCM]:
    pairs = (part.split(":", 1) for part in written.split(","))
    return {name.strip(): AESGCM(base64.urlsafe_b64decode(key)) for name, key in pairs}


def encrypt(data: bytes) -> bytes:
    """Return `key id 0x00 nonce ciphertext`, under the first of FIELD_KEYS."""
    name, key = next(iter(_keyring(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    return name.encode() + b"\0" + nonce + key.encrypt(nonce, data, name.encode())


def decrypt(sealed: bytes) -> bytes:
    """Undo `encrypt`. Raises Undecryptable."""
    name, _, rest = bytes(sealed).partition(b"\0")
    try:
        key = _keyring(settings.FIELD_KEYS)[name.decode("ascii", "replace")]
        return key.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], name)
    except (KeyError, InvalidTag, ValueError) as error:
        raise Undecryptable(f"no key opens a value sealed with {name!r}") from error


def key_id(sealed: bytes) -> str:
    """The id of the key that sealed the value; rotation looks for the old ones."""
    return bytes(sealed).partition(b"\0")[0].decode("ascii", "replace")


def blind_index(purpose: str, value: str) -> str:
    """A keyed fingerprint by which an encrypted value is found again, different for each purpose."""
    key = base64.urlsafe_b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedBytesField(models.BinaryField):
    """Bytes that are clear in Python and sealed in the database."""

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not prepared:
            value = encrypt(bytes(value))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else decrypt(bytes(value))


class EncryptedTextField(EncryptedBytesField):
    """Text that is clear in Python and sealed in the database. It cannot be searched or sorted."""

    _pyi_private_get_type: str  # type: ignore[assignment]  # what one reads is text

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            value = value.encode()
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        return None if value is None else value.decode()
