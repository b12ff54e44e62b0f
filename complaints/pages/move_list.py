"""The moves a reader may make now as a person thinks of them: the usual next step, then by what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.lifecycle import Move

# What usually comes next, the most pressing first: the one primary button.
ONWARD = ("accept", "reply", "dispatch", "start_review", "second_handling", "triage", "record_callback", "archive")
FEW = 5  # as many are taken in at a glance and need no headings


@dataclass(frozen=True)
class Group:
    """folded: it opens when asked for; the keys of its moves work all the same."""

    label: str | Promise
    names: tuple[str, ...]
    folded: bool = False


GROUPS = (
    Group(
        gettext_lazy("Onward"),
        (
            "see_sensitive", "confirm_emergency", "dispatch_emergency", "start_review", "classify", "answer", "accept",
            "approve", "send_back", "decline", "reject", "send_back_refusal", "rule", "dispatch", "find", "propose",
            "reply", "answer_supervision", "comply_review", "triage", "second_handling", "record_callback", "archive",
            "return", "dispute_lead", "propose_decline", "propose_reject", "plan_rectification", "do_rectification",
            "verify_rectification", "undo",
        ),
    ),
    Group(
        gettext_lazy("With the customer"),
        (
            "interim_reply", "ask_information", "close_unanswered", "do_follow_up", "verify_follow_up", "chase",
            "reopen", "withdraw", "add_party", "end_party",
        ),
    ),
    Group(pgettext_lazy("moves", "Time"), ("decide_extension", "request_extension", "resume", "hold")),
    Group(
        gettext_lazy("With colleagues"),
        ("answer_task", "waive_task", "ask_team", "escalate", "supervise", "take_over", "reassign", "requeue"),
    ),
    Group(
        gettext_lazy("With other tickets"),
        ("link", "merge", "split", "import_petition", "leave_group"),
        folded=True,
    ),
    Group(
        gettext_lazy("Seldom"),
        ("mark_sensitive", "unmark_sensitive", "name_staff", "open_review", "reopen_for_review", "decide_review"),
        folded=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """What a page offers: the usual next step, if there is one, and the others in their groups."""

    first: Move | None
    groups: list[tuple[Group, list[Move]]]


def of(legal: Sequence[Move]) -> Offered:
    """Every legal move once; few of them stand together without a heading."""
    by_name = {row.name: row for row in legal}
    # One of a petition goes the way of its lead: nobody begins a review of its own there.
    skipped = {"start_review"} if "leave_group" in by_name else set()
    first = next((by_name.pop(name) for name in ONWARD if name in by_name and name not in skipped), None)
    groups = [(group, [by_name[name] for name in group.names if name in by_name]) for group in GROUPS]
    found = [(group, rows) for group, rows in groups if rows]
    if len(legal) <= FEW and found:
        found = [(Group("", ()), [row for _group, rows in found for row in rows])]
    return Offered(first, found)
