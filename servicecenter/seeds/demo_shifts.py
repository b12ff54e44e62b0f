"""The demo's shifts: one hand-over that was signed, and one that waits for whoever comes on duty."""

from datetime import datetime, timedelta

from complaints.desk import handovers
from servicecenter import actors
from servicecenter.models import Region, User
from servicecenter.seeds.demo_house import read
from servicecenter.trail import DEMO

NIGHT, LATELY = timedelta(hours=8), timedelta(minutes=20)


def hand_over(now: datetime) -> None:
    """Eight hours ago the night to the day, which signed; just now the dispatcher of one district, not signed yet."""
    words = read("demo_words")["handover"]
    leader, supervisor, reviewer = (
        actors.staff(User.objects.get(username=name), now) for name in ("shiftleader", "supervisor", "reviewer")
    )
    night = handovers.write(**words[0], region=None, actor=leader, at=now - NIGHT, source=DEMO)
    handovers.read(night, actor=supervisor, at=now - NIGHT + LATELY, source=DEMO)
    harbour = Region.objects.get(code="harbour")
    handovers.write(**words[1], region=harbour, actor=reviewer, at=now - LATELY, source=DEMO)
