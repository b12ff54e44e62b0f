"""A service centre of processes on servers of its own, made to be killed. Knows no Django: it starts others."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import servers

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
NIGHTLY = bool(os.environ.get("SERVICECENTER_NIGHTLY"))


@dataclass
class House:
    """Processes that share one durable cluster (and a Redis, if given). None outlives `opened`."""

    cluster: servers.Postgres
    folder: Path
    redis: servers.Redis | None = None
    _running: list[subprocess.Popen] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "servicecenter.settings",
            "DATABASE_URL": self.cluster.url,
            "REDIS_URL": self.redis.url if self.redis else "",
            "DATA_DIR": str(self.folder),
            "LOG_LEVEL": "WARNING",
        }

    def start(self, *command: str) -> subprocess.Popen:
        """Start Python with this command line, in a process group of its own; what it says goes to a log."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [PYTHON, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._running.append(process)
        return process

    def ask(self, task: str, *arguments: object) -> object:
        """Do a task of crew.py in a process of its own; return what it reports."""
        command = [PYTHON, "-m", "tests.faults.crew", task, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 of the process and of all it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process in self._running:
            self._running.remove(process)

    def query(self, sql: str) -> list[tuple]:
        return self.cluster.execute(sql)

    def scalar(self, sql: str):
        return self.query(sql)[0][0]

    def deadlocks(self) -> int:
        time.sleep(1.5)  # the statistics are reported a little later
        return self.scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'")

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def close(self) -> None:
        for process in list(self._running):
            self.kill(process)


@contextlib.contextmanager
def opened(*, with_redis: bool = False) -> Iterator[House]:
    """A migrated, empty house on a durable cluster of its own, gone at the end with all it started."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="house-")))
        cluster = stack.enter_context(servers.start_postgres(durable=True, max_connections=300))
        redis = stack.enter_context(servers.start_redis()) if with_redis else None
        house = House(cluster, folder, redis)
        stack.callback(house.close)
        migrated = house.start("manage.py", "migrate", "--verbosity", "0").wait()
        assert migrated == 0, house.log()
        yield house


def p99(values: list[float]) -> float:
    return sorted(values)[max(0, -(-99 * len(values) // 100) - 1)]
