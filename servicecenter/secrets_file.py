"""The embedded installation's own secrets: made once, kept in a file only its owner reads.

An operator who sets SECRET_KEY, FIELD_KEYS and INDEX_KEY never gets this file.
"""

import base64
import json
import os
import secrets
from pathlib import Path


def _fresh() -> dict[str, str]:
    def key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    return {"secret_key": secrets.token_urlsafe(50), "field_keys": f"k1:{key()}", "index_key": key()}


def read_or_make(path: Path) -> dict[str, str]:
    """Return the secrets in `path`, making them first if there are none.

    Safe beside another process doing the same: the file appears whole or not at all, and the first
    one to link it wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(_fresh(), file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return json.loads(path.read_text())
