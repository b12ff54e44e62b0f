"""What the table of moves should hold, written out by hand: not read from it, so that a change is noticed."""

from dataclasses import dataclass, field

WATCHING = {"agent", "reviewer", "supervisor", "shift_leader", "complaint_manager"}
DECIDING = {"reviewer", "supervisor", "complaint_manager"}
APPROVING = {"supervisor", "shift_leader", "complaint_manager", "finance_approver"}
RECTIFYING = {"handler", "coordinator", "supervisor", "complaint_manager", "client"}
OPEN = ("received", "reviewing", "dispatched", "investigating")
EVERY = (*OPEN, "replied", "archived")
WORKED_ON = ("reviewing", "dispatched", "investigating")
# A written answer is no talk: "contact" is not among them.
ANSWERED = {
    "first_response", "review", "dispatch", "accept", "on_site", "make_safe", "restore", "reply",
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """to: the stage it leads to ("" = it stays); starts: clocks that run afterwards and did not before; not_at: of a
    role, the one source at which it may not."""

    event: str
    sources: tuple[str, ...]
    to: str
    who: set[str]
    raises_version: bool = True
    ends: frozenset[str] | set[str] = frozenset()
    starts: frozenset[str] | set[str] = frozenset()
    cancels_all: bool = False
    cancels: frozenset[str] | set[str] = frozenset()
    not_at: dict[str, str] = field(default_factory=dict)

    def may_at(self, stage: str, role: str) -> bool:
        return role in self.who and self.not_at.get(role) != stage


EXPECTED = {
    "dispatch_emergency": Expected(
        "ticket.emergency_dispatched", ("received",), "dispatched", WATCHING | {"client"},
        ends={"dispatch"}, starts={"accept", "confirm"},
    ),
    "confirm_emergency": Expected(
        "ticket.emergency_confirmed", ("dispatched", "investigating"), "",
        {"reviewer", "supervisor", "shift_leader", "complaint_manager"}, ends={"review", "confirm"},
    ),
    "start_review": Expected("ticket.review_started", ("received",), "reviewing", WATCHING | {"client", "system"}),
    "classify": Expected(
        "ticket.classified", ("received", "reviewing"), "", WATCHING | {"client", "system"}, ends={"review"}
    ),
    "answer": Expected(
        "ticket.answered", ("received", "reviewing"), "replied", WATCHING | {"client"},
        ends=ANSWERED, starts={"archive"},
    ),
    "propose_decline": Expected(
        "ticket.decline_proposed", ("received", "reviewing"), "", DECIDING, starts={"decide"}
    ),
    "decline": Expected(
        "ticket.declined", ("received", "reviewing"), "replied", DECIDING, ends=ANSWERED | {"decide"},
        starts={"archive"},
    ),
    "propose_reject": Expected("ticket.reject_proposed", ("reviewing",), "", DECIDING, starts={"decide"}),
    "reject": Expected(
        "ticket.rejected", ("reviewing",), "replied", DECIDING, ends=ANSWERED | {"decide"}, starts={"archive"}
    ),
    "send_back_refusal": Expected("ticket.sent_back", ("received", "reviewing"), "", DECIDING, ends={"decide"}),
    "dispatch": Expected(
        "ticket.dispatched", ("reviewing", "dispatched"), "dispatched",
        {"reviewer", "coordinator", "supervisor", "shift_leader", "complaint_manager", "client", "system"},
        ends={"review", "dispatch"}, starts={"accept"}, not_at={"coordinator": "reviewing"},
    ),
    "accept": Expected(
        "ticket.accepted", ("dispatched",), "investigating",
        {"coordinator", "handler", "supervisor", "client", "system"}, ends={"accept"},
    ),
    "hold": Expected(
        "ticket.held", WORKED_ON, "", {"reviewer", "handler", "coordinator", "supervisor", "client"}
    ),
    "resume": Expected(
        "ticket.resumed", WORKED_ON, "", {"reviewer", "handler", "coordinator", "supervisor", "client", "system"}
    ),
    "ask_information": Expected(
        "ticket.information_asked", WORKED_ON, "",
        {"agent", "reviewer", "handler", "coordinator", "supervisor", "client"},
    ),
    "close_unanswered": Expected(
        "ticket.closed_unanswered", WORKED_ON, "replied", {"supervisor", "complaint_manager"},
        ends=ANSWERED, starts={"archive"},
    ),
    "return": Expected("ticket.returned", ("dispatched", "investigating"), "reviewing", {"coordinator", "client"}),
    "rule": Expected(
        "ticket.ruled", ("reviewing",), "dispatched", {"supervisor", "complaint_manager"},
        ends={"review", "dispatch"}, starts={"accept"},
    ),
    "find": Expected("ticket.found", ("investigating",), "", {"handler", "coordinator", "client"}),
    "propose": Expected(
        "ticket.proposed", ("investigating",), "", {"handler", "coordinator", "client"}, starts={"decide"}
    ),
    "approve": Expected("ticket.approved", ("investigating",), "", APPROVING, ends={"decide"}),
    "send_back": Expected("ticket.sent_back", ("investigating",), "", APPROVING, ends={"decide"}),
    "request_extension": Expected(
        "ticket.extension_asked", OPEN, "", {"handler", "coordinator", "reviewer", "agent", "client"}
    ),
    "decide_extension": Expected("ticket.extension_decided", OPEN, "", {"supervisor", "complaint_manager"}),
    "interim_reply": Expected(
        "ticket.interim_reply", OPEN, "", {"agent", "handler", "coordinator", "client"},
        raises_version=False, ends={"first_response"}, starts={"next_update"},
    ),
    "chase": Expected(
        "ticket.chased", (*OPEN, "replied"), "", {"agent", "customer", "client"}, raises_version=False
    ),
    "supervise": Expected(
        "ticket.ordered", OPEN, "", {"supervisor", "complaint_manager", "client"}, starts={"supervise"}
    ),
    "answer_supervision": Expected(
        "ticket.order_answered", (*OPEN, "replied"), "", {"handler", "coordinator", "reviewer", "client"},
        ends={"supervise"},
    ),
    "mark_sensitive": Expected(
        "ticket.marked_sensitive", OPEN, "", WATCHING | {"handler", "coordinator", "client"}, starts={"seen"}
    ),
    "see_sensitive": Expected(
        "ticket.sensitive_seen", OPEN, "", {"supervisor", "shift_leader", "complaint_manager"}, ends={"seen"}
    ),
    "unmark_sensitive": Expected(
        "ticket.unmarked_sensitive", OPEN, "", {"supervisor", "complaint_manager"}, ends={"seen"}
    ),
    "name_staff": Expected("ticket.staff_named", (*OPEN, "replied"), "", WATCHING | {"client"}),
    "take_over": Expected("ticket.taken_over", OPEN, "", {"supervisor", "shift_leader"}),
    "reassign": Expected(
        "ticket.reassigned", OPEN, "", {"coordinator", "supervisor", "shift_leader", "complaint_manager", "client"}
    ),
    "requeue": Expected(
        "ticket.requeued", ("dispatched", "investigating"), "dispatched",
        {"coordinator", "supervisor", "shift_leader", "complaint_manager", "client"},
    ),
    "withdraw": Expected(
        "ticket.withdrawn", OPEN, "archived", {"customer", "agent", "client"}, cancels_all=True
    ),
    "escalate": Expected(
        "ticket.escalated", OPEN, "",
        {"agent", "reviewer", "handler", "coordinator", "supervisor", "client", "system"}, raises_version=False,
    ),
    "reply": Expected(
        "ticket.replied", ("investigating",), "replied",
        {"handler", "coordinator", "supervisor", "complaint_manager", "client", "system"},
        ends=ANSWERED, starts={"archive"},
    ),
    "do_follow_up": Expected(
        "ticket.follow_up_done", (*OPEN, "replied"), "",
        {"agent", "handler", "coordinator", "supervisor", "complaint_manager", "client"}, ends={"follow_up"},
    ),
    "verify_follow_up": Expected(
        "ticket.follow_up_verified", (*OPEN, "replied", "archived"), "", {"agent", "supervisor", "complaint_manager"}
    ),
    "plan_rectification": Expected("ticket.rectification_planned", EVERY, "", RECTIFYING),
    "do_rectification": Expected("ticket.rectification_done", EVERY, "", RECTIFYING, ends={"rectify"}),
    "verify_rectification": Expected(
        "ticket.rectification_verified", EVERY, "", {"reviewer", "supervisor", "complaint_manager"}
    ),
    "record_callback": Expected(
        "ticket.called_back", ("replied",), "", {"agent", "supervisor", "complaint_manager", "client"}
    ),
    "triage": Expected(
        "ticket.triaged", ("replied",), "", {"reviewer", "supervisor", "complaint_manager"}, ends={"review"}
    ),
    "second_handling": Expected(
        "ticket.second_handling", ("replied",), "reviewing", {"reviewer", "supervisor", "complaint_manager"},
        starts={"first_response", "dispatch", "reply"}, cancels_all=True,
    ),
    "archive": Expected(
        "ticket.archived", ("replied",), "archived", WATCHING | {"client", "system"},
        ends={"archive"}, cancels_all=True,
    ),
    "reopen": Expected(
        "ticket.reopened", ("replied", "archived"), "reviewing",
        {"customer", "supervisor", "complaint_manager", "client"},
        starts={"first_response", "dispatch", "reply"}, cancels_all=True,
    ),
    "ask_team": Expected(
        "ticket.team_asked", OPEN, "", WATCHING | {"coordinator", "handler", "client"}, raises_version=False,
        starts={"task"},
    ),
    "answer_task": Expected(
        "ticket.task_answered", OPEN, "", {"coordinator", "handler", "reviewer", "supervisor", "client"},
        raises_version=False, ends={"task"},
    ),
    "waive_task": Expected(
        "ticket.task_waived", OPEN, "", {"supervisor", "complaint_manager"}, cancels={"task"}
    ),
    "dispute_lead": Expected(
        "ticket.lead_disputed", ("dispatched", "investigating"), "reviewing", {"coordinator", "client"},
        starts={"ruling"},
    ),
    "add_party": Expected(
        "ticket.party_added", EVERY, "", WATCHING | {"handler", "coordinator", "client"}, raises_version=False
    ),
    "end_party": Expected("ticket.party_ended", EVERY, "", WATCHING | {"client"}, raises_version=False),
    "open_review": Expected(
        "ticket.review_opened", OPEN, "", {"supervisor", "complaint_manager", "client"}, starts={"external"}
    ),
    "reopen_for_review": Expected(
        "ticket.reopened_for_review", ("replied", "archived"), "reviewing",
        {"supervisor", "complaint_manager", "client"},
        starts={"first_response", "dispatch", "reply", "external"}, cancels_all=True,
    ),
    "decide_review": Expected(
        "ticket.review_decided", EVERY, "", {"supervisor", "complaint_manager", "client"}, ends={"external"}
    ),
    "comply_review": Expected(
        "ticket.review_complied", EVERY, "",
        {"handler", "coordinator", "supervisor", "complaint_manager", "client"}, ends={"external"},
    ),
    "import_petition": Expected("ticket.petition_imported", OPEN, "", WATCHING | {"client"}),
    "leave_group": Expected("ticket.left_group", (*OPEN, "replied"), "", WATCHING | {"client"}),
    "reply_with_lead": Expected(
        "ticket.replied", OPEN, "replied", {"system"}, ends=ANSWERED, starts={"archive"}
    ),
    "link": Expected(
        "ticket.linked", EVERY, "", WATCHING | {"handler", "coordinator", "client"}, raises_version=False
    ),
    "merge": Expected("ticket.merged", OPEN, "archived", WATCHING | {"client"}, cancels_all=True),
    "split": Expected("ticket.split", OPEN, "", WATCHING | {"client"}),
    "undo": Expected("ticket.undone", EVERY, "", WATCHING | {"client"}),
}  # fmt: skip

# What else may be so about a ticket, and the stages at which it is tried.
SITUATIONS = [
    *((stage, "") for stage in (*OPEN, "replied", "archived")),
    *((stage, "held") for stage in WORKED_ON),
    ("reviewing", "ruling asked"),
    ("investigating", "asked twice"),
    ("dispatched", "ruled"),
    *((stage, "extension asked") for stage in ("received", "investigating")),
    *((stage, "co-handled") for stage in ("dispatched", "investigating")),
    ("investigating", "others noted"),
    *((stage, "reviewed outside") for stage in ("reviewing", "investigating")),
    ("investigating", "decided outside"),
    *((stage, "with lead") for stage in ("received", "investigating")),
    *((stage, "linked") for stage in ("investigating", "archived")),
    *((stage, "order open") for stage in ("investigating", "replied")),
    *((stage, "decline asked") for stage in ("received", "reviewing")),
    ("reviewing", "reject asked"),
    ("investigating", "approval asked"),
    ("dispatched", "emergency"),
    ("investigating", "sensitive"),
    *(("replied", state) for state in ("promised", "to be called", "unsatisfied", "second owed")),
    *((stage, "can recur") for stage in ("investigating", "archived")),
    ("archived", "cause gone"),
    *((stage, "done") for stage in ("replied", "archived")),
]
# Moves that need such a state (True) or are forbidden by it (False).
ASKED = ("decline asked", "reject asked", "approval asked")
DEPENDING: dict[str, tuple[str | tuple[str, ...], bool]] = {
    "confirm_emergency": ("emergency", True),
    "mark_sensitive": ("sensitive", False), "see_sensitive": ("sensitive", True),
    "unmark_sensitive": ("sensitive", True),
    "propose_decline": (ASKED, False), "propose_reject": (ASKED, False), "propose": (ASKED, False),
    "decline": ("decline asked", True), "reject": ("reject asked", True), "approve": ("approval asked", True),
    "send_back": ("approval asked", True), "send_back_refusal": (ASKED[:2], True), "reply": ("approval asked", False),
    "hold": ("held", False), "resume": ("held", True), "dispatch": ("ruling asked", False),
    "ask_information": ("held", False), "close_unanswered": ("asked twice", True),
    "rule": ("ruling asked", True), "return": ("ruled", False), "request_extension": ("extension asked", False),
    "decide_extension": ("extension asked", True), "supervise": ("order open", False),
    "answer_supervision": ("order open", True), "archive": ("order open", False),
    "answer_task": ("co-handled", True), "waive_task": ("co-handled", True), "dispute_lead": ("co-handled", True),
    "import_petition": ("with lead", False), "leave_group": ("with lead", True),
    "reply_with_lead": ("with lead", True),
    "end_party": ("others noted", True), "comply_review": ("decided outside", True),
    "decide_review": ("reviewed outside", True), "open_review": ("reviewed outside", False),
    "reopen_for_review": ("reviewed outside", False),
    "merge": ("order open", False), "undo": ("linked", True),
    "do_follow_up": ("promised", True), "verify_follow_up": ("done", True),
    "plan_rectification": ("can recur", True), "do_rectification": ("can recur", True),
    "verify_rectification": ("cause gone", True),
    "record_callback": ("to be called", True), "triage": ("unsatisfied", True),
    "second_handling": ("second owed", True),
}  # fmt: skip
# Moves that more than one such state forbids: the further ones.
ALSO_FORBIDDEN: dict[str, set[str]] = {
    "withdraw": {"order open", "emergency", "reviewed outside", "decided outside", "promised"},
    "archive": {"promised", "to be called", "unsatisfied", "second owed"},
    "reply": {"sensitive", "co-handled", "with lead"},
    "answer": {"with lead", "sensitive"},
    "ask_information": {"with lead"},
    "dispatch": {"with lead"},
    "propose_decline": {"with lead"},
    "propose_reject": {"with lead"},
    "open_review": {"decided outside"},
    "reopen_for_review": {"decided outside"},
    "merge": {"reviewed outside", "decided outside", "emergency", "sensitive"},
}


# Where the state comes about that a move needs, when that is not the first of its stages.
STAGE_OF = {
    "leave_group": "investigating",
    "decide_review": "investigating",
    "comply_review": "investigating",
    "close_unanswered": "investigating",
    "do_follow_up": "replied",
    "plan_rectification": "investigating",
    "do_rectification": "investigating",
    "verify_rectification": "archived",
    "verify_follow_up": "replied",
}  # the others have one only
# Clocks that go on when a ticket is taken up again.
OUTLASTING = {"follow_up", "rectify"}
# Clocks that go on when it is filed.
OUTLIVING = {"rectify"}


def possible_now(name: str, stage: str, state: str) -> bool:
    needed = DEPENDING.get(name)
    if state in ALSO_FORBIDDEN.get(name, ()):
        return False
    return stage in EXPECTED[name].sources and (needed is None or (state in _states(needed[0])) == needed[1])


def _states(written: str | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else written


def state_for(name: str) -> str:
    """The state without which the move cannot be made."""
    state, needed = DEPENDING.get(name, ("", False))
    return _states(state)[0] if needed else ""
