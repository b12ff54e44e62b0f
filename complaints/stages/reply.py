"""Stage 5, reply: the answer to the customer, request by request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints import asked
from complaints.models import Ticket
from complaints.moving import move
from complaints.stages import extensions
from servicecenter.actors import Actor
from servicecenter.models import Event

Results = Mapping[int, tuple[str, str]]  # position of the request → (met, partly or not_met; why)


def reply(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    outcome: str,
    results: Results,
) -> Event:
    """Answer after the investigation."""
    return _speak("reply", ticket, actor, at, source, version, words, outcome, results)


def answer(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    outcome: str,
    results: Results,
) -> Event:
    """Answer on the spot, without dispatching: settled at the first contact."""
    return _speak("answer", ticket, actor, at, source, version, words, outcome, results)


def _speak(name, ticket, actor, at, source, version, words: str, outcome: str, results: Results) -> Event:
    def apply(locked: Ticket) -> Mapping[str, Any]:
        asked.answer(locked, results)
        return {"replied_at": at, "reply_words": words, "outcome": outcome, **extensions.lapse(locked, at)}

    return move(
        ticket, name, actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"outcome": outcome, "results": {str(key): result for key, (result, _why) in results.items()}},
        text={"words": words, "whys": {str(key): why for key, (_result, why) in results.items() if why}},
    )  # fmt: skip
