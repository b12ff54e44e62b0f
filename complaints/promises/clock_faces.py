"""How a clock looks: shape, sign and words for its state. Pure; decides nothing about time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from complaints.models import Clock

SOON = 75  # per cent of the time used
TICKS_BELOW = timedelta(minutes=30)
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Face:
    """look: running, soon, late, held, met or idle. share: per cent of the time used. note: what stands beside it.

    ticks_until: the second the words count down to, when it is near enough to be counted in seconds.
    """

    look: str
    words: str
    note: str = ""
    share: int = 0
    ticks_until: datetime | None = None


def span_words(span: timedelta) -> str:
    """ "41 min", "1 h 35", "2 d 6 h": two figures are enough to act on."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}
    if hours >= 240:
        return _("%(days)d d") % {"days": hours // 24}
    return _("%(days)d d %(hours)d h") % {"days": hours // 24, "hours": hours % 24}


def running(started: datetime, due: datetime, now: datetime, note: str = "") -> Face:
    """A clock that counts: time left, or since when the promise is broken."""
    if due <= now:
        return Face("late", f"{MINUS}{span_words(now - due)}", note, 100)
    left, whole = due - now, max(due - started, timedelta(seconds=1))
    share = max(0, min(99, int(100 * ((now - started) / whole))))
    look = "soon" if share >= SOON else "running"
    if left < TICKS_BELOW:
        minutes, seconds = divmod(int(left.total_seconds()), 60)
        return Face(look, f"{minutes}:{seconds:02d}", note, share, due)
    return Face(look, span_words(left), note, share)


def held(note: str = "") -> Face:
    return Face("held", _("paused"), note)


def of(clock: Clock, now: datetime) -> Face:
    """The face of a clock in whatever state it is."""
    note = str(clock.get_milestone_display())
    match clock.state:
        case Clock.State.RUNNING:
            return running(clock.started_at, clock.due_at, now, note)
        case Clock.State.PAUSED:
            return held(note)
        case Clock.State.MET if clock.ended_at:
            return Face("met", span_words(clock.ended_at - clock.started_at), note)
        case Clock.State.LATE if clock.ended_at:
            return Face("late", f"{MINUS}{span_words(clock.ended_at - clock.due_at)}", note, 100)
        case _:
            return Face("idle", "", note)
