"""What an installation needs before it serves: tables, static files, translations.

Nothing that is done is done again, so that a restart is quick.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from servicecenter import guards, translations


def migrate() -> bool:
    """Bring the database up to date, guards included. True when something was to do.

    A database role without the right to change tables (`app`) is fine while there is nothing to change.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and not guards.missing():
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Gather the static files unless they are those gathered last time. True when it was needed."""
    mark, wanted = Path(settings.STATIC_ROOT) / ".gathered-from", _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return False
    # Redoc comes with Swagger but loads fonts from elsewhere, so it is not offered.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc"])
    mark.write_text(wanted)
    return True


def compile_translations() -> bool:
    return bool(translations.compile_all())


def _fingerprint() -> str:
    """Changes when a static file is added, removed or written, or when the way they are stored changes."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{storage.path(path)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
