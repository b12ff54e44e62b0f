"""What lies between the demo's tickets and people: linked, split, asked of others, a petition, an outside review."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from complaints import actions
from complaints.choices import Nature, Stage
from complaints.models import Ticket
from servicecenter import actors
from servicecenter.models import User
from servicecenter.trail import DEMO

NEIGHBOURS = "Wang Fang,,3 Canal Street,,x\nLi Na,,5 Canal Street\n张伟,,运河街7号\n刘洋,,运河街9号"


def tie(tickets: Collection[Ticket], now: datetime) -> None:
    """Each on one of these tickets that is open, by people who may, at `now`."""
    house = _House(tickets, now)
    soon = (now + timedelta(days=2)).isoformat()
    asked = {"team": "billing", "words": "Was it billed?", "due_at": soon}
    house.does("reviewer", "ask_team", house.next(Stage.INVESTIGATING), **asked)
    shared = {"team": "customer-service", "why": "They lead.", "co_team_1": "billing", "question_1": "Was it billed?"}
    house.does("reviewer", "dispatch", house.next(Stage.REVIEWING), **shared)
    house.does("reviewer", "link", house.next(), other=house.next().number, why="One street, one main.")
    whole = house.next()
    taken = [str(one.position) for one in whole.requests.to_answer()][1:]
    house.does("reviewer", "split", whole, words="The second matter, for its own department.", requests=taken)
    son = {"role": "representative", "name": "Jun Chen", "authority": "recorded-consent", "verified": "number-on-file"}
    house.does("reviewer", "add_party", house.next(), **son)
    review = {"body": "regulator", "number": "R-117", "words": "The file.", "due_at": soon, "sort": "upstream"}
    house.does("manager", "open_review", house.next(), **review)
    house.does("reviewer", "import_petition", house.next(), people=NEIGHBOURS, confirmed="on")


class _House:
    """Hands out open tickets, each once, the oldest first."""

    def __init__(self, tickets: Collection[Ticket], now: datetime):
        self.now = now
        given = Ticket.objects.open().filter(pk__in=[one.pk for one in tickets])
        ordinary = given.exclude(nature=Nature.REPORT).filter(held_at=None, anonymous=False)
        free = ordinary.filter(region__code="harbour", decision_asked="", priority="normal", awaiting_ruling=False)
        self.free = list(free.order_by("pk"))

    def next(self, stage: str = "") -> Ticket:
        found = next(one for one in self.free if not stage or one.stage == stage)
        self.free.remove(found)
        return found

    def does(self, who: str, move: str, ticket: Ticket, **inputs: Any) -> None:
        actor = actors.staff(User.objects.get(username=who), self.now)
        data: Mapping[str, Any] = inputs
        actions.perform(ticket, move, data, actor=actor, at=self.now, source=DEMO, version=None)
