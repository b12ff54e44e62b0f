"""A ticket's events read as rounds and hand-overs. Pure: no database, no clock, the same events give the same story.

Which moves end a round or begin a further one is asked of the table of moves, so a new row needs no change here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from complaints.choices import OPEN, Stage
from complaints.lifecycle import TABLE
from quality.levels import LEVELS, TOP_THREE
from servicecenter.models import Event
from servicecenter.roles import ROLES

ENDS = frozenset(
    row.event
    for row in TABLE
    if row.target == Stage.REPLIED or (row.target == Stage.ARCHIVED and set(row.sources) <= set(OPEN))
)
BEGINS = frozenset(row.event for row in TABLE if Stage.REPLIED in row.sources and row.target in OPEN)
REQUEUED = "ticket.requeued"  # within the department that has it: nobody was given it wrongly
GIVES = frozenset(row.event for row in TABLE if row.target == Stage.DISPATCHED) - {REQUEUED}
TAKES = frozenset(row.event for row in TABLE if row.target == Stage.INVESTIGATING) | {
    "ticket.taken_over",
    "ticket.reassigned",
}
RETURNED, RULED, UNDONE = "ticket.returned", "ticket.ruled", "ticket.undone"
RATED, CALLED, MISSED = "ticket.rated", "ticket.called_back", "ticket.callback_missed"
SURVEYED, ANSWERED = "ticket.survey_asked", "ticket.survey_answered"
SAYS = frozenset({RATED, CALLED, MISSED, SURVEYED, ANSWERED})
# What an attempt at a callback ended with → how the callback counts; other attempts go on.
ENDED = {"reached": "reached", "declined": "refused", "waived": "waived"}
READ = ENDS | BEGINS | GIVES | TAKES | SAYS | {RETURNED, REQUEUED, UNDONE}
# What changes the story; who has taken a ticket matters only once its round has ended.
HEARD = READ - TAKES - {REQUEUED}


@dataclass
class Given:
    """One hand-over."""

    event: int
    round: int
    team: int | None
    handler: int | None
    given_by: int | None
    given_at: datetime
    returned_at: datetime | None = None
    ruled_wrong: bool = False


@dataclass
class Round:
    """One round that has ended."""

    round: int
    how: str
    begun_at: datetime
    ended_at: datetime
    team: int | None
    handler: int | None
    reopened_at: datetime | None = None
    said_at: datetime | None = None
    said_by: str = ""
    result: int | None = None
    service: int | None = None
    solved: bool | None = None
    callback: str = ""
    callback_at: datetime | None = None
    surveyed_at: datetime | None = None
    survey_until: datetime | None = None
    survey_said_at: datetime | None = None


@dataclass
class Story:
    """What is told so far, and who has the ticket just now."""

    begun_at: datetime
    round: int = 1
    team: int | None = None
    handler: int | None = None
    rounds: list[Round] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        said = event.payload
        if event.kind in GIVES:
            self._give(event)
        elif event.kind in TAKES:
            self.handler = said.get("handler") or self.handler
        elif event.kind == REQUEUED:
            self.handler = None
        elif event.kind == RETURNED:
            self._take_back(event)
        elif event.kind == UNDONE:
            self._undo(event)
        elif event.kind in ENDS:
            self._end(event)
        elif event.kind in BEGINS:
            self._begin(event)
        elif event.kind in SAYS:
            self._say(event)

    def _give(self, event: Event) -> None:
        self.team, self.handler = event.payload.get("team"), event.payload.get("handler")
        if event.kind == RULED:
            for one in self.given:
                one.ruled_wrong |= one.round == self.round and one.returned_at is not None and one.team != self.team
        self.given.append(Given(event.pk, self.round, self.team, self.handler, person(event), event.at))

    def _take_back(self, event: Event) -> None:
        self.team = self.handler = None
        if self.given and self.given[-1].round == self.round:
            self.given[-1].returned_at = event.at

    def _end(self, event: Event) -> None:
        how = event.payload.get("move", "")
        handler = (self.handler if self.team or self.handler else None) or person(event)
        ended = Round(self.round, how, self.begun_at, event.at, self.team, handler)
        if event.payload.get("callback") == "waived":
            ended.callback, ended.callback_at = "waived", event.at
        self._forget_end()
        self.rounds.append(ended)

    def _undo(self, event: Event) -> None:
        """A merge undone opens its round again; a split undone ends the round of the part that goes."""
        before, after = event.payload.get("from"), event.payload.get("to")
        if before == Stage.ARCHIVED and after in OPEN:
            self._forget_end()
        elif before in OPEN and after == Stage.ARCHIVED:
            self._end(event)

    def _forget_end(self) -> None:
        if self.rounds and self.rounds[-1].round == self.round:
            self.rounds.pop()

    def _begin(self, event: Event) -> None:
        if self.rounds and self.rounds[-1].round == self.round:
            self.rounds[-1].reopened_at = event.at
        self.round, self.begun_at = event.payload.get("round", self.round + 1), event.at
        self.team = self.handler = None

    def _say(self, event: Event) -> None:
        about = self.rounds[-1] if self.rounds and self.rounds[-1].round == self.round else None
        if about is None:
            return
        said = event.payload
        if event.kind in {SURVEYED, ANSWERED}:
            _hear_survey(about, event)
            return
        if event.kind == MISSED:
            about.callback, about.callback_at = "unreachable", event.at
        elif event.kind == CALLED and said.get("outcome") in ENDED:
            about.callback, about.callback_at = ENDED[said["outcome"]], event.at
        result, service = LEVELS.get(said.get("result", "")), LEVELS.get(said.get("service", ""))
        if result or service:
            about.said_at, about.said_by = event.at, "callback" if event.kind == CALLED else "customer"
            about.result, about.service = result, service
            # On the phone nobody is asked twice: satisfied with the result is a Yes.
            about.solved = said.get("solved", None if result is None else result >= TOP_THREE)


def _hear_survey(about: Round, event: Event) -> None:
    """It asks how it was, not whether it is solved; what it did not ask stays as it was said before."""
    said = event.payload
    if event.kind == SURVEYED:
        about.surveyed_at, about.survey_until = event.at, datetime.fromisoformat(said["until"])
        return
    about.said_at, about.said_by, about.survey_said_at = event.at, "survey", about.survey_said_at or event.at
    about.result = LEVELS.get(said.get("result", ""), about.result)
    about.service = LEVELS.get(said.get("service", ""), about.service)


def person(event: Event) -> int | None:
    """The member of staff who did it; programs and customers are nobody to be measured."""
    return event.actor_id if event.actor_role in ROLES or event.actor_role == "staff" else None


def tell(received_at: datetime, events: Iterable[Event]) -> Story:
    """The story of a ticket received then, from its events in their order."""
    story = Story(received_at)
    for event in events:
        story.hear(event)
    return story
