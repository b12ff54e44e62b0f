"""Stage 5, reply: the answer to the customer, request by request, and what it promises beyond its words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.aftercare import recourses
from complaints.choices import Met, Outcome
from complaints.desk import asked
from complaints.events import TICKET
from complaints.models import Finding, Ticket
from complaints.moving import move
from complaints.stages import callbacks, follow_ups, lapsing
from complaints.stages.follow_ups import Promised
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event

Results = Mapping[int, tuple[str, str]]  # position of the request → (met, partly or not_met; why)
Measures = Mapping[int, str]  # position of the request → what was or is being done about it


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
    apology: str = "",
    findings: str = "",
    measures: Measures | None = None,
    promised: Sequence[Promised] = (),
) -> Event:
    """Answer after the investigation. What was upheld is apologised for, whatever else is said."""
    said = {"words": words, "apology": apology, "findings": findings}
    return _speak("reply", ticket, actor, at, source, version, said, outcome, results, measures or {}, promised)


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
    apology: str = "",
    findings: str = "",
    measures: Measures | None = None,
    promised: Sequence[Promised] = (),
) -> Event:
    """Answer on the spot, without dispatching: settled at the first contact."""
    said = {"words": words, "apology": apology, "findings": findings}
    return _speak("answer", ticket, actor, at, source, version, said, outcome, results, measures or {}, promised)


def reply_with_lead(ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None) -> Event:
    """A member of a group gets the lead's answer under their own number; each of their wishes as the whole."""
    assert ticket.lead is not None
    said = {"words": ticket.lead.reply_words, "apology": "", "findings": ""}
    became = {Outcome.RESOLVED: Met.MET, Outcome.PARTLY: Met.PARTLY}.get(Outcome(ticket.lead.outcome), Met.NOT_MET)
    results = {one.position: (str(became), "") for one in ticket.requests.to_answer()}
    return _speak("reply_with_lead", ticket, actor, at, source, version, said, ticket.lead.outcome, results, {}, ())


def tell_group(ticket: Ticket, actor: Actor, at: datetime, source: str) -> None:
    """Each of its people hears the same, by a subscriber (groups.hear_answer)."""
    if not ticket.leads_group:
        return
    trail.record("group.answered", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source)


def _speak(
    name, ticket, actor, at, source, version, said: dict[str, str], outcome: str, results: Results,
    measures: Measures, promised: Sequence[Promised],
) -> Event:  # fmt: skip
    payload: dict[str, Any] = {
        "outcome": outcome,
        "results": {str(key): result for key, (result, _why) in results.items()},
    }
    text: dict[str, Any] = {
        **said,
        "whys": {str(key): why for key, (_result, why) in results.items() if why},
        "measures": {str(key): done for key, done in measures.items() if done},
    }

    def apply(locked: Ticket) -> Mapping[str, Any]:
        asked.answer(locked, results)
        tell_group(locked, actor.within(locked.region_id), at, source)
        changed = {
            "replied_at": at,
            "reply_words": said["words"],
            "outcome": outcome,
            **lapsing.lapse(locked, at),
        }
        if locked.replayed:  # answered long ago, in its own words
            return changed
        text["apology"] = said["apology"] or owed_apology(locked)
        payload["recourses"] = [one.code for one in recourses.for_ticket(locked)]
        changed |= follow_ups.promise(locked, promised, actor, at, payload)
        if outcome == Outcome.DECLINED:  # with the lead: nothing was handled that could be asked about
            return changed
        return changed | callbacks.plan(locked, at, payload)

    return move(
        ticket, name, actor=actor, at=at, source=source, version=version, apply=apply, payload=payload, text=text
    )


def owed_apology(ticket: Ticket) -> str:
    """The least that is said, in the customer's language, when their complaint was upheld; else nothing."""
    upheld = (Finding.Verdict.UPHELD, Finding.Verdict.PARTLY)
    if not any(one.round == ticket.round and one.verdict in upheld for one in ticket.findings.all()):
        return ""
    with translation.override(ticket.language):
        return _("We are sorry for what happened and for the trouble it has caused you.")
