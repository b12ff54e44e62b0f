"""The settings under test: the real ones, on the engine chosen, quicker where nothing is proved by slowness.

pytest-django reads this before it loads any conftest, so this is the one place that can start a
database in time, with or without pytest-xdist.
"""

from tests import engine

engine.prepare()

from servicecenter.settings import *  # noqa: E402, F403
from servicecenter.settings import CACHES, DATA_DIR, DATABASES, REDIS_URL, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)  # empty, as before the first serve
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of one test then meet the locks they meet in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    # A question that would be asked for ever fails its test, not the run.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=120000"
# Workers share the folder of the run; each keeps its own files, so that none takes another's away.
MEDIA_ROOT = DATA_DIR / f"files-{engine.worker()}"
if REDIS_URL:
    # Workers clear the cache between tests, so each has a Redis database of its own.
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rstrip('/')}/{engine.worker()}"
