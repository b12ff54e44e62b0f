"""Child processes that stand and fall together: one ends, all end; nothing is left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
GRACE = 12.0  # seconds for children to end by themselves; longer than gunicorn's own grace
_libc = ctypes.CDLL(None)


def end_with_parent() -> None:
    """Called in a child: should its parent be killed, the kernel sends it TERM in the parent's stead."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Supervisor:
    """Runs named commands, each leading a process group of its own so that no grandchild is forgotten."""

    commands: Mapping[str, list[str]]
    environment: Mapping[str, str]
    grace: float = GRACE
    _children: dict[str, subprocess.Popen] = field(default_factory=dict)
    _asked_to_end: threading.Event = field(default_factory=threading.Event)

    def run(self, ready: Callable[[], bool], on_ready: Callable[[], None]) -> str:
        """Start all and stay until TERM, INT or HUP (returns "") or until one ends (returns which, and how).

        `on_ready` is called once, when `ready` has become true.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._asked_to_end.set())
        try:
            for name, command in self.commands.items():
                self._children[name] = self._start(command)
            return self._watch(ready, on_ready)
        finally:
            self._end_all()

    def _start(self, command: list[str]) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=dict(self.environment),
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def _watch(self, ready: Callable[[], bool], on_ready: Callable[[], None]) -> str:
        announced = False
        while not self._asked_to_end.wait(0.2):
            for name, child in self._children.items():
                if child.poll() is not None:
                    return f"{name} ended with {child.returncode}"
            if not announced and ready():
                announced = True
                on_ready()
        return ""

    def _end_all(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + self.grace
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
