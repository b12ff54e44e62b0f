"""One line on a terminal that says how far it is, how fast, and what time it is in there."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TextIO

WIDTH = 24
EVERY = 0.5  # seconds on a terminal
EVERY_IN_A_FILE = 30.0


class Bar:
    """`watch` is called after each batch with moments done, moments in all and the simulated time."""

    def __init__(self, out: TextIO, rows: int, clock: Callable[[], float] = time.monotonic):
        self.out, self.rows, self.clock = out, rows, clock
        self.on_terminal = out.isatty()
        self.started = self.shown = clock()
        self.first: int | None = None

    def watch(self, done: int, moments: int, simulated: datetime) -> None:
        now = self.clock()
        if self.first is None:
            self.first, self.started = done, now  # speed is counted from here: an earlier run's is not ours
        if now - self.shown < (EVERY if self.on_terminal else EVERY_IN_A_FILE) and done < moments:
            return
        self.shown = now
        line = self.line(done, moments, simulated, now)
        self.out.write(f"\r{line}" if self.on_terminal else f"{line}\n")
        if self.on_terminal and done == moments:
            self.out.write("\n")
        self.out.flush()

    def line(self, done: int, moments: int, simulated: datetime, now: float) -> str:
        assert self.first is not None
        share = done / moments
        speed = (done - self.first) / (now - self.started) if now > self.started else 0.0
        left = timedelta(seconds=round((moments - done) / speed)) if speed else "?"
        filled = "#" * int(share * WIDTH)
        rows = speed * self.rows / moments
        return f"[{filled:.<{WIDTH}}] {share:6.1%}  {rows:6.1f} rows/s  {left} left  {simulated:%Y-%m-%d %H:%M}"
