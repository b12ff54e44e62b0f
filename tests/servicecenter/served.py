"""A real `manage.py serve` for tests: started, asked, ended, and everything it began accounted for."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from tests import servers

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds to come up; a busy machine is slow, and a quick one does not wait


class Served:
    """The command on a port of its own with this DATA_DIR. Use as a context manager."""

    def __init__(self, data: Path, host: str = "127.0.0.1", **environment: str):
        self.data, self.port = data, servers.free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.environment = {**kept, "DATA_DIR": str(data), **environment}
        self.log = data / f"serve-{self.port}.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"{host}:{self.port}"],
                cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def wait_until_up(self) -> Self:
        """Until it has said its addresses, which it does when the web answers."""
        self.wait_for(lambda: "the public form" in self.said())
        return self

    def wait_for(self, condition, seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"serve ended:\n{self.said()}"
            assert time.monotonic() < deadline, f"waited {seconds} s in vain:\n{self.said()}"
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, bytes]:
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            caller.request("GET", path)
            answer = caller.getresponse()
            return answer.status, answer.read()
        finally:
            caller.close()

    def ready(self) -> dict:
        return json.loads(self.get("/readyz")[1])

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send the signal, wait for the end, return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def family(self) -> dict[int, str]:
        """Every process below it, children of children too: pid → command."""
        parents = {pid: _parent(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
        found, look_at = {}, [self.process.pid]
        while look_at:
            above = look_at.pop()
            for pid in (pid for pid, parent in parents.items() if parent == above):
                found[pid] = _command(pid)
                look_at.append(pid)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self.process.poll() is None:
            self.end()


def alive(pids) -> dict[int, str]:
    """Those of them that still run; one that is only waiting to be reaped does not."""
    return {pid: _command(pid) for pid in pids if _parent(pid) is not None}


def _parent(pid: int) -> int | None:
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(parent)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
