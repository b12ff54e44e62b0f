"""Each of the trade's forty awkward cases has a test of its number and a line in the demo, or a reason why not."""

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from complaints.models import (
    Adjustment,
    Callback,
    CallbackAttempt,
    Clock,
    EmergencyCall,
    ExternalReview,
    FollowUp,
    Mention,
    Named,
    Party,
    Proposal,
    Restriction,
    Ticket,
    Tie,
    Triage,
)
from servicecenter.models import CalendarDay, Event
from servicecenter.seeds.defaults import seed_defaults
from servicecenter.seeds.demo import seed_demo

pytestmark = pytest.mark.once

CASES = Path(__file__).parents[1] / "cases"
FORTY = range(1, 41)
LATER = {
    2: "the chat channel",
    23: "the hotline's adapter",
    31: "incidents",
    32: "incidents",
    33: "planned stops",
    35: "erasure",
}


def named(user: str) -> QuerySet:
    return Named.objects.filter(user__username=user)


def told(kind: str, **payload) -> QuerySet:
    return Event.objects.filter(kind=kind, **{f"payload__{name}": value for name, value in payload.items()})


def promised_days(words: str) -> list[date]:
    """Of these words, on the house's own calendar."""
    clocks = Clock.objects.filter(milestone="reply", ticket__words__startswith=words)
    return [one.due_at.astimezone(ZoneInfo("Asia/Shanghai")).date() for one in clocks]


def filed(words: str) -> QuerySet:
    return Ticket.objects.filter(words=words, stage="archived")


LINES: dict[int, Callable[[], QuerySet]] = {
    1: lambda: EmergencyCall.objects.filter(ticket__category__code="gas-leak", attempts__2__reached=False),
    3: lambda: Ticket.objects.filter(anonymous=True, replied_at__isnull=False),
    4: lambda: named("agent").filter(ticket__first_owner__username="agent"),
    5: lambda: named("supervisor").filter(ticket__stage="reviewing"),
    6: lambda: Named.objects.filter(ticket__nature="report").exclude(words=""),
    7: lambda: Tie.objects.filter(kind=Tie.Kind.LINK).exclude(ticket__customer=F("other__customer")),
    8: lambda: Ticket.objects.filter(merged_into__customer=F("customer")),
    9: lambda: Ticket.objects.filter(chases=3),
    10: lambda: Ticket.objects.filter(chases=1, words="水表倒转。"),
    11: lambda: told("ticket.lead_disputed"),
    12: lambda: Ticket.objects.filter(returns=2, ruled=True),
    13: lambda: told("ticket.task_waived"),
    14: lambda: FollowUp.objects.filter(done_at=None, ticket__stage="replied"),
    15: lambda: Adjustment.objects.filter(state="rejected"),
    16: lambda: Triage.objects.filter(decision="explained"),
    17: lambda: Triage.objects.filter(decision="second"),
    18: lambda: Callback.objects.annotate(tried=Count("attempts")).filter(state="unverified", tried=3),
    19: lambda: CallbackAttempt.objects.filter(other_number__isnull=False),
    20: lambda: told("ticket.withdrawn").filter(subject_id__in=told("ticket.found").values("subject_id")),
    21: lambda: Clock.objects.filter(sort="statutory", state="running", ticket__hold_reason__code="customer-papers"),
    22: lambda: Ticket.objects.filter(extension_asked=True),
    24: lambda: filed("中午起一直停水，没有通知。"),
    25: lambda: filed("水压太小，热水器点不着。"),
    26: lambda: CalendarDay.objects.filter(
        kind="holiday", labels__en="Founders' Day (announced today)", date__in=promised_days("The hydrant in front of")
    ),
    27: lambda: filed("The lamp at the landing stage hums.").filter(region__calendar__zone="Europe/London"),
    28: lambda: Ticket.objects.filter(nature_received="complaint", nature="enquiry"),
    29: lambda: Clock.objects.filter(ticket__nature_received="enquiry", ticket__priority="critical", state="late"),
    30: lambda: Ticket.objects.annotate(people=Count("members")).filter(people__gte=4),
    34: lambda: ExternalReview.objects.filter(ticket__received_at__lt=timezone.now() - timedelta(days=700)),
    36: lambda: Ticket.objects.filter(
        category__code="gas-leak", customer__in=Restriction.objects.values("customer"), stage="dispatched"
    ),
    37: lambda: Party.objects.filter(role="account_holder"),
    38: lambda: Adjustment.objects.filter(state="reversed"),
    39: lambda: told("clock.escalated", milestone="next_update"),
    40: lambda: Proposal.objects.filter(kind="money", approved=None),
}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The demo as of now, built once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed_defaults()
        seed_demo(timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("number", sorted(set(FORTY) - set(LATER)))
def test_each_case_has_a_line_in_the_demo(built, db, number):
    assert LINES[number]().exists()


def test_colleagues_are_named_in_notes_and_not_all_have_looked(built, db):
    named = Mention.objects.order_by("pk").values_list("user__username", "seen_at")

    assert [name for name, _seen in named] == ["supervisor", "handler", "agent", "supervisor"]
    assert [seen is not None for _name, seen in named] == [True, False, False, False]
    assert told("note.mentioned").count() == 3


def test_each_case_has_a_test_of_its_number_skipped_only_where_its_part_comes_later():
    found: dict[int, list[bool]] = {}
    for file in CASES.glob("test_*.py"):
        for one in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(one, ast.FunctionDef) and one.name[5:7].isdigit():
                skipped = any("mark.skip" in ast.unparse(mark) for mark in one.decorator_list)
                found.setdefault(int(one.name[5:7]), []).append(skipped)
    assert sorted(found) == list(FORTY)
    assert {number for number, skips in found.items() if all(skips)} == set(LATER)
