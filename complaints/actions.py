"""Name → verb: what pages, API and rounds call. The one place where a move's data is checked and performed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from complaints.inputs import MOVE_INPUTS
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.moving import last_move, why_not
from complaints.refusals import Conflict, Missing
from complaints.stages import (
    archive,
    callbacks,
    declining,
    dispatch,
    emergency,
    extensions,
    follow_ups,
    groups,
    information,
    investigate,
    merging,
    naming,
    outside,
    parties,
    pressing,
    proposals,
    reassigning,
    rectifying,
    reply,
    returns,
    review,
    sensitive,
    splitting,
    supervision,
    tasks,
    triage,
)
from servicecenter.actors import Actor
from servicecenter.models import Event

VERBS: dict[str, Callable[..., Event]] = {
    "dispatch_emergency": emergency.dispatch_emergency,
    "confirm_emergency": emergency.confirm_emergency,
    "start_review": review.start_review,
    "classify": review.classify,
    "answer": reply.answer,
    "propose_decline": declining.propose_decline,
    "decline": declining.decline,
    "propose_reject": declining.propose_reject,
    "reject": declining.reject,
    "send_back_refusal": proposals.send_back_refusal,
    "dispatch": dispatch.dispatch,
    "accept": dispatch.accept,
    "hold": investigate.hold,
    "resume": investigate.resume,
    "return": returns.return_to_review,
    "rule": returns.rule,
    "find": investigate.find,
    "propose": proposals.propose,
    "approve": proposals.approve,
    "send_back": proposals.send_back,
    "request_extension": extensions.request_extension,
    "decide_extension": extensions.decide_extension,
    "ask_information": information.ask_information,
    "close_unanswered": information.close_unanswered,
    "interim_reply": pressing.interim_reply,
    "chase": pressing.chase,
    "supervise": supervision.supervise,
    "answer_supervision": supervision.answer_supervision,
    "mark_sensitive": sensitive.mark_sensitive,
    "see_sensitive": sensitive.see_sensitive,
    "unmark_sensitive": sensitive.unmark_sensitive,
    "name_staff": naming.name_staff,
    "take_over": supervision.take_over,
    "reassign": reassigning.reassign,
    "requeue": reassigning.requeue,
    "escalate": investigate.escalate,
    "reply": reply.reply,
    "do_follow_up": follow_ups.do_follow_up,
    "verify_follow_up": follow_ups.verify_follow_up,
    "plan_rectification": rectifying.plan_rectification,
    "do_rectification": rectifying.do_rectification,
    "verify_rectification": rectifying.verify_rectification,
    "record_callback": callbacks.record_callback,
    "triage": triage.triage,
    "second_handling": triage.second_handling,
    "archive": archive.archive,
    "withdraw": pressing.withdraw,
    "reopen": archive.reopen,
    "ask_team": tasks.ask_team,
    "answer_task": tasks.answer_task,
    "waive_task": tasks.waive_task,
    "dispute_lead": tasks.dispute_lead,
    "add_party": parties.add_party,
    "end_party": parties.end_party,
    "open_review": outside.open_review,
    "reopen_for_review": outside.reopen_for_review,
    "decide_review": outside.decide_review,
    "comply_review": outside.comply_review,
    "import_petition": groups.import_petition,
    "leave_group": groups.leave_group,
    "reply_with_lead": reply.reply_with_lead,
    "link": merging.link,
    "merge": merging.merge,
    "split": splitting.split,
    "undo": merging.undo,
}


def perform(
    ticket: Ticket,
    name: str,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None,
) -> Event:
    """Check the data by the move's form and make the move.

    Raises KeyError for an unknown move, Missing with errors by field, NotNow, NotYours or Conflict.
    """
    row = MOVES[name]
    verb = VERBS[name]
    if version is not None and version != ticket.version:
        raise Conflict(ticket, last_move(ticket))
    if refusal := why_not(row, ticket, actor, at):
        raise refusal
    form = MOVE_INPUTS[name](data, ticket=ticket)
    if not form.is_valid():
        raise Missing({field: [str(message) for message in messages] for field, messages in form.errors.items()})
    return verb(ticket, actor=actor, at=at, source=source, version=version, **form.cleaned_data)
