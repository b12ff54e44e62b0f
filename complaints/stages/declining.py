"""Answered without an investigation, by two people: not accepted (不予受理), or rejected on file (核查后驳回).

Not accepting speaks of scope only, never of merits; rejecting names the facts on file that refute it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints import decisions
from complaints.choices import Met, Outcome
from complaints.models import Proposal, Reason, Request, Ticket
from complaints.moving import move
from complaints.stages import callbacks, lapsing
from complaints.stages.reply import tell_group
from servicecenter.actors import Actor
from servicecenter.models import Event


def propose_decline(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    ground: Reason,
    words: str,
    where_to_go: str,
    review_right: str = "",
) -> Event:
    """Propose that it is out of our scope; a second person confirms before the customer hears of it."""
    said = {"words": words, "where_to_go": where_to_go, "review_right": review_right or right_of_review(ticket)}
    return _propose(
        ticket, Proposal.Kind.DECLINE, said, {"reason": ground.code}, {"ground": ground}, actor, at, source, version
    )


def propose_reject(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    facts: str,
    words: str,
    where_to_go: str,
    review_right: str = "",
) -> Event:
    """Propose that what is on file refutes it; a second person confirms before the customer hears of it."""
    said = {
        "facts": facts, "words": words, "where_to_go": where_to_go,
        "review_right": review_right or right_of_review(ticket),
    }  # fmt: skip
    return _propose(ticket, Proposal.Kind.REJECT, said, {}, {}, actor, at, source, version)


def _propose(ticket, kind, said: dict[str, str], codes, more, actor, at, source, version) -> Event:
    payload: dict[str, Any] = dict(codes)

    def apply(locked: Ticket) -> Mapping[str, Any]:
        decisions.ask(locked, kind, actor=actor, at=at, **said, **more)
        payload["role"], payload["people"] = decisions.whom_to_ask(locked, kind, None, at)
        return {"decision_asked": kind}

    return move(
        ticket, f"propose_{kind}", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text=said,
    )  # fmt: skip


def decline(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str = ""
) -> Event:
    """Confirm that it is out of our scope: the customer reads why and where to go."""
    return _confirm(ticket, "decline", Outcome.DECLINED, opinion, actor, at, source, version)


def reject(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str = ""
) -> Event:
    """Confirm that what is on file refutes it. The customer is called back like after any other answer."""
    return _confirm(ticket, "reject", Outcome.REJECTED, opinion, actor, at, source, version)


def _confirm(ticket, name: str, outcome: Outcome, opinion: str, actor, at, source, version) -> Event:
    payload: dict[str, Any] = {"outcome": outcome}
    text = {"opinion": opinion}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        proposal = decisions.close(locked, approved=True, opinion=opinion, actor=actor, at=at)
        payload["reason"] = proposal.ground.code if proposal.ground else ""
        text["words"] = letter(proposal)
        Request.objects.filter(ticket=locked).update(result=Met.NOT_MET, why="")
        tell_group(locked, actor.within(locked.region_id), at, source)
        called_back = callbacks.plan(locked, at, payload) if outcome == Outcome.REJECTED else {}
        return {
            "replied_at": at, "reply_words": text["words"], "outcome": outcome, **lapsing.lapse(locked, at),
            **called_back,
        }  # fmt: skip

    return move(
        ticket, name, actor=actor, at=at, source=source, version=version, apply=apply, payload=payload, text=text
    )


def letter(proposal: Proposal) -> str:
    """What the customer reads: the explanation, where to go, the right of review."""
    return "\n\n".join(part for part in (proposal.words, proposal.where_to_go, proposal.review_right) if part)


def right_of_review(ticket: Ticket) -> str:
    """The standard words, in the customer's language."""
    with translation.override(ticket.language):
        return _(
            "If you do not agree, you can ask within 30 days for a review: somebody who had no part in this decision"
            " looks at it again."
        )
