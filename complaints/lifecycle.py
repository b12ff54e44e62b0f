"""The table of moves: what may be done at which stage, by whom, and what it does to the clocks.

One table draws the buttons, answers the API's "what may I do", compiles the database's guard and is
tested pair by pair. What makes a move is moving.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.choices import OPEN, Stage
from complaints.conditions import NOT_MERGED, OPEN_ENDS
from complaints.promises.milestones import FROM_RECEIPT, FROM_REOPENING, Milestone

HUMANS = ("agent", "reviewer", "supervisor", "shift_leader", "complaint_manager")

# Who decides on measures and money, the nearest first.
APPROVERS = ("supervisor", "shift_leader", "complaint_manager", "finance_approver")

# Who puts the cause behind a complaint right.
RECTIFIERS = ("handler", "coordinator", "supervisor", "complaint_manager", "client")

WITH_DEPARTMENT = (Stage.DISPATCHED, Stage.INVESTIGATING)
HOLDABLE = (Stage.REVIEWING, *WITH_DEPARTMENT)


@dataclass(frozen=True)
class Move:
    """One row of the table.

    who: roles of staff, or "customer", "client" (an API client with the scope), "system".
    counted: it raises the ticket's version, so a form opened before it no longer fits.
    """

    name: str
    label: str | Promise
    sources: tuple[Stage, ...]
    target: Stage | None
    who: tuple[str, ...]
    event: str
    # A role that may at these of the sources only.
    only_at: Mapping[str, tuple[Stage, ...]] = field(default_factory=dict)
    key: str = ""
    counted: bool = True
    starts: tuple[Milestone, ...] = ()
    ends: tuple[Milestone, ...] = ()
    # While a ticket is held its promise clocks stand still; going on to a stage ends the hold too.
    pauses: bool = False
    resumes: bool = False
    # What must, or must not, be so about the ticket: keys of CONDITIONS, one or several.
    needs: str | tuple[str, ...] = ()
    forbids: str | tuple[str, ...] = ()
    # Every clock still alive is of no more interest (but what outlasts a round: milestones.OUTLASTING).
    closes: bool = False
    by_lead: bool = False  # of departments the one in the lead: another that was asked sees it for its own task
    # It puts back what was: the stage is one of these, as only the locked row can tell.
    restores: tuple[Stage, ...] = ()

    def open_to(self, stage: str) -> tuple[str, ...]:
        """Who may at this stage."""
        return tuple(role for role in self.who if stage in self.only_at.get(role, self.sources))

    def lands(self, stage: str) -> str:
        return self.target or stage

    @property
    def needed(self) -> tuple[str, ...]:
        return (self.needs,) if isinstance(self.needs, str) else self.needs

    @property
    def forbidden(self) -> tuple[str, ...]:
        return (self.forbids,) if isinstance(self.forbids, str) else self.forbids


# Not the contact: a written answer is no talk; that clock ends with what the log of contacts has.
ANSWERED = (
    Milestone.FIRST_RESPONSE, Milestone.REVIEW, Milestone.DISPATCH, Milestone.ACCEPT,
    Milestone.ON_SITE, Milestone.MAKE_SAFE, Milestone.RESTORE, Milestone.REPLY, Milestone.NEXT_UPDATE,
)  # fmt: skip

# A table is read by its rows.
# fmt: off
TABLE: tuple[Move, ...] = (
    Move("receive", pgettext_lazy("move", "Receive"), (), Stage.RECEIVED,
         (*HUMANS, "customer", "client", "system"),
         "ticket.received", starts=FROM_RECEIPT, ends=(Milestone.ACKNOWLEDGE,)),
    Move("dispatch_emergency", gettext_lazy("Dispatch as an emergency"), (Stage.RECEIVED,), Stage.DISPATCHED,
         (*HUMANS, "client"),
         "ticket.emergency_dispatched", key="g", starts=(Milestone.ACCEPT,), ends=(Milestone.DISPATCH,)),
    Move("confirm_emergency", gettext_lazy("Confirm the emergency"), (Stage.DISPATCHED, Stage.INVESTIGATING), None,
         ("reviewer", "supervisor", "shift_leader", "complaint_manager"),
         "ticket.emergency_confirmed", key="g", ends=(Milestone.REVIEW, Milestone.CONFIRM), needs="emergency_open"),
    Move("start_review", gettext_lazy("Start the review"), (Stage.RECEIVED,), Stage.REVIEWING,
         (*HUMANS, "client", "system"), "ticket.review_started", key="r"),
    Move("classify", gettext_lazy("Classify"), (Stage.RECEIVED, Stage.REVIEWING), None,
         (*HUMANS, "client", "system"), "ticket.classified", key="c", ends=(Milestone.REVIEW,)),
    Move("answer", gettext_lazy("Answer at once"), (Stage.RECEIVED, Stage.REVIEWING), Stage.REPLIED,
         (*HUMANS, "client"),
         "ticket.answered", key="a", starts=(Milestone.ARCHIVE,), ends=ANSWERED,
         forbids=("approval_missing", "follows_lead")),
    Move("propose_decline", gettext_lazy("Propose not to accept it"), (Stage.RECEIVED, Stage.REVIEWING), None,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.decline_proposed", key="z", forbids=("decision_asked", "follows_lead")),
    Move("decline", gettext_lazy("Do not accept it"), (Stage.RECEIVED, Stage.REVIEWING), Stage.REPLIED,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.declined", key="z", starts=(Milestone.ARCHIVE,), ends=(*ANSWERED, Milestone.DECIDE),
         needs="decline_asked"),
    Move("propose_reject", gettext_lazy("Propose to reject it on file"), (Stage.REVIEWING,), None,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.reject_proposed", key="g", forbids=("decision_asked", "follows_lead")),
    Move("reject", gettext_lazy("Reject it on file"), (Stage.REVIEWING,), Stage.REPLIED,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.rejected", key="g", starts=(Milestone.ARCHIVE,), ends=(*ANSWERED, Milestone.DECIDE),
         needs="reject_asked"),
    Move("send_back_refusal", gettext_lazy("Send it back"), (Stage.RECEIVED, Stage.REVIEWING), None,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.sent_back", key="b", ends=(Milestone.DECIDE,), needs="decision_asked"),
    Move("dispatch", gettext_lazy("Dispatch"), (Stage.REVIEWING, Stage.DISPATCHED), Stage.DISPATCHED,
         ("reviewer", "coordinator", "supervisor", "shift_leader", "complaint_manager", "client", "system"),
         "ticket.dispatched", only_at={"coordinator": (Stage.DISPATCHED,)}, key="d",
         starts=(Milestone.ACCEPT,), ends=(Milestone.REVIEW, Milestone.DISPATCH),
         forbids=("awaiting_ruling", "follows_lead"), by_lead=True),
    Move("accept", gettext_lazy("Accept"), (Stage.DISPATCHED,), Stage.INVESTIGATING,
         ("coordinator", "handler", "supervisor", "client", "system"),
         "ticket.accepted", key="p", ends=(Milestone.ACCEPT,), by_lead=True),
    Move("hold", gettext_lazy("Put on hold"), HOLDABLE, None,
         ("reviewer", "handler", "coordinator", "supervisor", "client"),
         "ticket.held", key="h", pauses=True, forbids="held_at", by_lead=True),
    Move("resume", gettext_lazy("Resume"), HOLDABLE, None,
         ("reviewer", "handler", "coordinator", "supervisor", "client", "system"),
         "ticket.resumed", key="h", resumes=True, needs="held_at", by_lead=True),
    Move("ask_information", gettext_lazy("Ask the customer for what is missing"), HOLDABLE, None,
         ("agent", "reviewer", "handler", "coordinator", "supervisor", "client"),
         "ticket.information_asked", pauses=True, forbids=("held_at", "follows_lead"), by_lead=True),
    Move("close_unanswered", gettext_lazy("Close it without the customer's answer"), HOLDABLE, Stage.REPLIED,
         ("supervisor", "complaint_manager"), "ticket.closed_unanswered", starts=(Milestone.ARCHIVE,), ends=ANSWERED,
         needs="information_owed", forbids="follows_lead"),
    Move("return", gettext_lazy("Return to review"), (Stage.DISPATCHED, Stage.INVESTIGATING), Stage.REVIEWING,
         ("coordinator", "client"),
         "ticket.returned", key="b", forbids="ruled", by_lead=True),
    Move("rule", gettext_lazy("Rule who handles it"), (Stage.REVIEWING,), Stage.DISPATCHED,
         ("supervisor", "complaint_manager"),
         "ticket.ruled", key="l", starts=(Milestone.ACCEPT,),
         ends=(Milestone.REVIEW, Milestone.DISPATCH, Milestone.RULING),
         needs="awaiting_ruling"),
    Move("find", gettext_lazy("Record the finding"), (Stage.INVESTIGATING,), None,
         ("handler", "coordinator", "client"),
         "ticket.found", key="f", by_lead=True),
    Move("propose", gettext_lazy("Propose measures"), (Stage.INVESTIGATING,), None,
         ("handler", "coordinator", "client"),
         "ticket.proposed", key="m", forbids="decision_asked", by_lead=True),
    Move("approve", gettext_lazy("Approve"), (Stage.INVESTIGATING,), None,
         APPROVERS,
         "ticket.approved", key="a", ends=(Milestone.DECIDE,), needs="approval_asked"),
    Move("send_back", gettext_lazy("Send it back"), (Stage.INVESTIGATING,), None,
         APPROVERS,
         "ticket.sent_back", key="b", ends=(Milestone.DECIDE,), needs="approval_asked"),
    Move("request_extension", gettext_lazy("Ask for more time"), OPEN, None,
         ("handler", "coordinator", "reviewer", "agent", "client"),
         "ticket.extension_asked", key="e", forbids="extension_asked", by_lead=True),
    Move("decide_extension", gettext_lazy("Decide on more time"), OPEN, None,
         ("supervisor", "complaint_manager"),
         "ticket.extension_decided", key="x", needs="extension_asked"),
    Move("interim_reply", gettext_lazy("Tell the customer how it stands"), OPEN, None,
         ("agent", "handler", "coordinator", "client"),
         "ticket.interim_reply", key="i", counted=False, ends=(Milestone.FIRST_RESPONSE,), by_lead=True),
    Move("chase", gettext_lazy("Note that the customer asks again"), (*OPEN, Stage.REPLIED), None,
         ("agent", "customer", "client"),
         "ticket.chased", key="q", counted=False),
    Move("supervise", gettext_lazy("Give an order"), OPEN, None,
         ("supervisor", "complaint_manager", "client"),
         "ticket.ordered", key="s", forbids="order_open"),
    Move("answer_supervision", gettext_lazy("Answer the order"), (*OPEN, Stage.REPLIED), None,
         ("handler", "coordinator", "reviewer", "client"),
         "ticket.order_answered", key="s", needs="order_open", ends=(Milestone.SUPERVISE,), by_lead=True),
    Move("mark_sensitive", gettext_lazy("Mark as sensitive"), OPEN, None,
         (*HUMANS, "handler", "coordinator", "client"), "ticket.marked_sensitive", key="M", forbids="sensitive"),
    Move("see_sensitive", gettext_lazy("Acknowledge the sensitive matter"), OPEN, None,
         ("supervisor", "shift_leader", "complaint_manager"),
         "ticket.sensitive_seen", key="K", ends=(Milestone.SEEN,), needs="sensitive_unseen"),
    Move("unmark_sensitive", gettext_lazy("No longer sensitive"), OPEN, None,
         ("supervisor", "complaint_manager"),
         "ticket.unmarked_sensitive", key="M", ends=(Milestone.SEEN,), needs="sensitive"),
    Move("name_staff", gettext_lazy("Note whom it is about"), (*OPEN, Stage.REPLIED), None,
         (*HUMANS, "client"), "ticket.staff_named", key="W"),
    Move("take_over", gettext_lazy("Take over"), OPEN, None,
         ("supervisor", "shift_leader"), "ticket.taken_over", key="t"),
    Move("reassign", gettext_lazy("Give it to somebody else"), OPEN, None,
         ("coordinator", "supervisor", "shift_leader", "complaint_manager", "client"),
         "ticket.reassigned", by_lead=True),
    Move("requeue", gettext_lazy("Back into the department's queue"), WITH_DEPARTMENT, Stage.DISPATCHED,
         ("coordinator", "supervisor", "shift_leader", "complaint_manager", "client"),
         "ticket.requeued", by_lead=True),
    Move("escalate", gettext_lazy("Escalate"), OPEN, None,
         ("agent", "reviewer", "handler", "coordinator", "supervisor", "client", "system"),
         "ticket.escalated", key="u", counted=False),
    Move("reply", gettext_lazy("Reply to the customer"), (Stage.INVESTIGATING,), Stage.REPLIED,
         ("handler", "coordinator", "supervisor", "complaint_manager", "client", "system"),
         "ticket.replied", key="y", starts=(Milestone.ARCHIVE,), ends=ANSWERED,
         forbids=("approval_missing", "co_handling_open", "follows_lead"), by_lead=True),
    Move("do_follow_up", gettext_lazy("Note a follow-up as done"), (*OPEN, Stage.REPLIED), None,
         ("agent", "handler", "coordinator", "supervisor", "complaint_manager", "client"),
         "ticket.follow_up_done", key="F", needs="follow_ups_open"),
    Move("verify_follow_up", gettext_lazy("Verify a follow-up"), (*OPEN, Stage.REPLIED, Stage.ARCHIVED), None,
         ("agent", "supervisor", "complaint_manager"),
         "ticket.follow_up_verified", key="V", needs="follow_ups_unverified"),
    Move("plan_rectification", gettext_lazy("Plan the rectification"), tuple(Stage), None, RECTIFIERS,
         "ticket.rectification_planned", needs="rectify_open"),
    Move("do_rectification", gettext_lazy("Note the rectification as done"), tuple(Stage), None, RECTIFIERS,
         "ticket.rectification_done", needs="rectify_open"),
    Move("verify_rectification", gettext_lazy("Verify the rectification"), tuple(Stage), None,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.rectification_verified", needs="rectify_unverified"),
    Move("record_callback", gettext_lazy("Record a callback"), (Stage.REPLIED,), None,
         ("agent", "supervisor", "complaint_manager", "client"),
         "ticket.called_back", key="K", needs="callback_open"),
    Move("triage", gettext_lazy("Triage"), (Stage.REPLIED,), None,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.triaged", key="T", needs="triage_due", ends=(Milestone.REVIEW,)),
    Move("second_handling", gettext_lazy("Second handling"), (Stage.REPLIED,), Stage.REVIEWING,
         ("reviewer", "supervisor", "complaint_manager"),
         "ticket.second_handling", key="S", starts=FROM_REOPENING, closes=True, needs="second_due"),
    Move("archive", gettext_lazy("Archive"), (Stage.REPLIED,), Stage.ARCHIVED,
         (*HUMANS, "client", "system"),
         "ticket.archived", key="v", ends=(Milestone.ARCHIVE,), closes=True,
         forbids=OPEN_ENDS),
    Move("withdraw", gettext_lazy("Withdraw"), OPEN, Stage.ARCHIVED,
         ("customer", "agent", "client"),
         "ticket.withdrawn", key="w", closes=True, forbids=OPEN_ENDS),
    Move("reopen", gettext_lazy("Reopen"), (Stage.REPLIED, Stage.ARCHIVED), Stage.REVIEWING,
         ("customer", "supervisor", "complaint_manager", "client"),
         "ticket.reopened", key="o", starts=FROM_REOPENING, closes=True, forbids="merged_into_id"),
    Move("ask_team", gettext_lazy("Ask another team"), OPEN, None,
         (*HUMANS, "coordinator", "handler", "client"),
         "ticket.team_asked", counted=False),
    Move("answer_task", gettext_lazy("Answer what was asked"), OPEN, None,
         ("coordinator", "handler", "reviewer", "supervisor", "client"),
         "ticket.task_answered", counted=False, needs="tasks_open"),
    Move("waive_task", gettext_lazy("Go on without their answer"), OPEN, None,
         ("supervisor", "complaint_manager"),
         "ticket.task_waived", needs="co_handling_open"),
    Move("dispute_lead", gettext_lazy("Dispute the lead"), (Stage.DISPATCHED, Stage.INVESTIGATING), Stage.REVIEWING,
         ("coordinator", "client"),
         "ticket.lead_disputed", needs="co_handling_open", forbids="ruled"),
    Move("import_petition", gettext_lazy("Add a petition's people"), OPEN, None,
         (*HUMANS, "client"),
         "ticket.petition_imported", forbids="follows_lead"),
    Move("leave_group", gettext_lazy("Handle it on its own"), (*OPEN, Stage.REPLIED), None,
         (*HUMANS, "client"), "ticket.left_group", needs="follows_lead"),
    Move("reply_with_lead", gettext_lazy("Answer with the lead"), OPEN, Stage.REPLIED, ("system",),
         "ticket.replied", starts=(Milestone.ARCHIVE,), ends=ANSWERED, needs="follows_lead"),
    Move("add_party", gettext_lazy("Note another person"), tuple(Stage), None,
         (*HUMANS, "handler", "coordinator", "client"), "ticket.party_added", counted=False),
    Move("end_party", gettext_lazy("Take a person off"), tuple(Stage), None,
         (*HUMANS, "client"), "ticket.party_ended", counted=False, needs="parties_known"),
    Move("open_review", gettext_lazy("Note an outside review"), OPEN, None,
         ("supervisor", "complaint_manager", "client"),
         "ticket.review_opened", forbids="review_open"),
    Move("reopen_for_review", gettext_lazy("Reopen for an outside review"), (Stage.REPLIED, Stage.ARCHIVED),
         Stage.REVIEWING, ("supervisor", "complaint_manager", "client"),
         "ticket.reopened_for_review", starts=FROM_REOPENING, closes=True, forbids=("review_open", "merged_into_id")),
    Move("decide_review", gettext_lazy("Note the outside decision"), tuple(Stage), None,
         ("supervisor", "complaint_manager", "client"),
         "ticket.review_decided", needs="review_open", forbids="review_decided"),
    Move("comply_review", gettext_lazy("Prove it was carried out"), tuple(Stage), None,
         ("handler", "coordinator", "supervisor", "complaint_manager", "client"),
         "ticket.review_complied", needs="review_decided"),
    Move("link", pgettext_lazy("move", "Link"), tuple(Stage), None,
         (*HUMANS, "handler", "coordinator", "client"), "ticket.linked", key="L", counted=False),
    Move("merge", gettext_lazy("Merge into another ticket"), OPEN, Stage.ARCHIVED,
         (*HUMANS, "client"),
         "ticket.merged", key="m", closes=True, forbids=NOT_MERGED),
    Move("split", gettext_lazy("Split off a part"), OPEN, None,
         (*HUMANS, "client"), "ticket.split", key="P"),
    Move("undo", gettext_lazy("Undo"), tuple(Stage), None,
         (*HUMANS, "client"), "ticket.undone", key="Z", needs="can_undo", restores=(*OPEN, Stage.ARCHIVED)),
)
# fmt: on
MOVES: dict[str, Move] = {row.name: row for row in TABLE}

NOT_HELD: Mapping[str, Any] = {"held_at": None, "held_until": None, "hold_reason": None}


def _put_back(row: Move, source: Stage) -> tuple[Stage, ...]:
    """Undone is only what archived a ticket, or what opened one."""
    return row.restores if source == Stage.ARCHIVED else (Stage.ARCHIVED,) if row.restores and source in OPEN else ()


PAIRS = frozenset(
    (str(source), str(target))
    for row in TABLE
    for source in row.sources
    for target in ([row.target] if row.target else _put_back(row, source))
    if source != target
)
