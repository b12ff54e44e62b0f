"""Which database the tests run on, decided before any Django setting is read.

SERVICECENTER_TEST_ENGINE is "sqlite" (as when it is unset) or "postgres": a real PostgreSQL and Redis,
those of TEST_DATABASE_URL and TEST_REDIS_URL or else our own. A DATABASE_URL without it is taken as it is.
"""

import atexit
import os
import shutil
import tempfile

from tests import servers

READY = "SERVICECENTER_TEST_READY"  # set once prepared: pytest-xdist's workers and child processes inherit all
OURS = ["DATA_DIR", "DEBUG", "SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXIES", "EMAIL_HOST"]
KEYS = ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "FIELD_KEYS", "INDEX_KEY", "TIME_ZONE", "PHONE_REGION"]


def prepare() -> None:
    """Put DATA_DIR, DATABASE_URL and REDIS_URL into the environment, starting servers where needed, once."""
    if os.environ.get(READY):
        return
    for name in OURS + KEYS:  # the operator's own settings are no business of the tests
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = folder = tempfile.mkdtemp(prefix="servicecenter-test-")
    _at_exit(lambda: shutil.rmtree(folder, ignore_errors=True))
    engine = os.environ.get("SERVICECENTER_TEST_ENGINE", "" if "DATABASE_URL" in os.environ else "sqlite")
    if engine == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("REDIS_URL", None)
    elif engine == "postgres":
        os.environ["DATABASE_URL"] = (
            os.environ.get("TEST_DATABASE_URL") or servers.start_postgres(max_connections=300).url
        )
        os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL") or servers.start_redis().url
    elif engine:
        raise SystemExit(f"SERVICECENTER_TEST_ENGINE must be sqlite or postgres, not {engine!r}")
    os.environ[READY] = "yes"


def worker() -> int:
    """Which of pytest-xdist's workers this is, counted from 1; 0 when there are none."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1


def _at_exit(clean) -> None:
    started_by = os.getpid()
    atexit.register(lambda: clean() if os.getpid() == started_by else None)
