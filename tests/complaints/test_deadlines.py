"""Why this deadline: the worked examples of the rules, told line by line in both languages."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from complaints.models import Category, Clock, Policy, Reason, Target
from complaints.promises import deadlines
from complaints.stages import archive, dispatch, investigate, receive, reply, review
from servicecenter import actors
from servicecenter.models import Calendar, CalendarDay, Region, RoleHeld, Team, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = {day: [["08:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SPRING = {"en": "Spring Festival", "zh-hans": "春节"}


@dataclass
class House:
    region: Region
    policy: Policy
    boss: actors.Actor
    team: Team

    def complaint(self, at: datetime):
        intake = receive.Intake(
            nature="complaint", words="The bill is twice what it was", channel="phone", region=self.region,
            place="Quay 1", anonymous=True,
        )  # fmt: skip
        ticket, _code = receive.receive(intake, actor=self.boss, at=at, source="desk")
        return ticket

    def told(self, ticket, milestone="reply"):
        return next(one for one in deadlines.explain_ticket(ticket) if one.milestone == milestone)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-hans": text}


@pytest.fixture
def china(db) -> Calendar:
    calendar = Calendar.objects.create(code="china", labels=both("China"), zone="Asia/Shanghai", hours=WEEKDAYS)
    closed = ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"]
    closed += [f"2026-10-0{day}" for day in range(1, 8)]
    for day in closed:
        CalendarDay.objects.create(calendar=calendar, date=day, kind="holiday", labels=SPRING)
    for day in ["2026-02-14", "2026-02-28", "2026-10-10"]:
        CalendarDay.objects.create(calendar=calendar, date=day, kind="workday", blocks=[["08:30", "17:30"]])
    return calendar


@pytest.fixture
def house(china) -> House:
    region = Region.objects.create(code="north", labels=both("North"), calendar=china)
    policy = Policy.objects.create(
        code="complaint", labels={"en": "Complaint", "zh-hans": "投诉"}, source="our own promise"
    )
    version = policy.versions.create(number=1, valid_from=local("2000-01-01"), nature="complaint")
    for milestone, amount, unit in (
        ("first_response", 1440, "minutes"), ("dispatch", 240, "working_minutes"), ("reply", 5, "working_days"),
        ("archive", 5, "working_days"),
    ):  # fmt: skip
        Target.objects.create(version=version, milestone=milestone, amount=amount, unit=unit)
    Category.objects.create(code="bill", nature="complaint", labels=both("Bill"))
    user = User.objects.create(username="boss")
    for role in ("supervisor", "reviewer", "handler"):
        RoleHeld.objects.create(user=user, role=role, since=local("2020-01-01"))
    boss = actors.staff(user, local("2026-01-01"))
    return House(region, policy, boss, Team.objects.create(code="billing", labels=both("Billing")))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-02-13T16:30", "2026-02-27T17:30"),  # Friday; the Saturday after it is a make-up day
        ("2026-02-14T10:00", "2026-02-28T17:30"),  # that Saturday; due on another make-up day
        ("2026-09-30T10:00", "2026-10-13T17:30"),  # the eve of the National Day holiday
    ],
)
def test_five_working_days_over_the_holidays(house, received, due):
    told = house.told(house.complaint(local(received)))
    assert told.due_at == local(due)
    assert told.lines[-1].ends == local(due)
    assert sum(line.counts for line in told.lines) == 5


def test_every_day_on_the_way_says_why_it_counts_or_not(house):
    told = house.told(house.complaint(local("2026-02-13T16:30")))
    words = {line.day: line.words for line in told.lines}
    assert words[date(2026, 2, 13)] == "Day of receipt: not counted"
    assert words[date(2026, 2, 14)] == "Day 1 · make-up working day"
    assert words[date(2026, 2, 15)] == "Closed on this day of the week: not counted"
    assert words[date(2026, 2, 17)] == "Public holiday: not counted · Spring Festival"
    assert words[date(2026, 2, 27)] == "Day 5"


def test_the_policy_its_version_and_why_it_was_chosen_are_named(house):
    told = house.told(house.complaint(local("2026-02-13T16:30")))
    assert (told.policy, told.version, told.source) == ("Complaint", 1, "our own promise")
    assert told.because == ["Nature: Complaint"]
    assert told.summary == "Reply: 5 working days from 2026-02-13 16:30, by the calendar “China”: due 2026-02-27 17:30."


def test_working_hours_are_shown_stretch_by_stretch(house):
    told = house.told(house.complaint(local("2026-02-13T16:30")), "dispatch")
    assert [line.words for line in told.lines] == ["1 h 00 min", "3 h 00 min · make-up working day"]
    assert told.due_at == local("2026-02-14T11:30")
    assert told.amount_words == "4 working hours"


def test_a_chinese_reader_gets_chinese_words(house):
    with translation.override("zh-hans"):
        told = house.told(house.complaint(local("2026-02-13T16:30")))
    assert told.policy == "投诉"
    assert told.amount_words == "5个工作日"
    assert [line.words for line in told.lines][:2] == ["受理当日不计入", "第1日 · 调休上班"]


def test_a_pause_says_who_why_and_what_it_moved(house):
    ticket = house.complaint(local("2026-03-02T10:00"))
    review.start_review(ticket, actor=house.boss, at=local("2026-03-02T11:00"), source="desk")
    paper = Reason.objects.create(list="hold", code="paper", labels=both("Customer's paper"))
    until = local("2026-03-06T09:00")
    investigate.hold(
        ticket, actor=house.boss, at=local("2026-03-03T09:00"), source="desk", reason=paper, until=until
    )  # fmt: skip
    investigate.resume(ticket, actor=house.boss, at=local("2026-03-05T09:00"), source="desk")
    told = house.told(ticket)
    (pause,) = told.pauses
    assert (pause.reason, pause.by) == ("Customer's paper", "Supervisor")
    assert (pause.due_before, pause.due_after) == (local("2026-03-09T17:30"), local("2026-03-11T17:30"))
    assert (told.original_due_at, told.due_at) == (pause.due_before, pause.due_after)
    assert not told.extended_by


def test_a_due_time_beyond_the_pauses_is_an_extension(house):
    ticket = house.complaint(local("2026-03-02T10:00"))
    ticket.clocks.filter(milestone="reply").update(due_at=local("2026-03-10T17:30"))
    told = house.told(ticket)
    assert told.extended_by.days == 1
    assert "Extended. The first due time stays on record." in told.notes


def test_a_second_round_says_that_it_has_half_the_time(house):
    ticket = house.complaint(local("2026-03-02T10:00"))
    common = {"actor": house.boss, "source": "desk"}
    review.start_review(ticket, at=local("2026-03-02T11:00"), **common)
    dispatch.dispatch(ticket, at=local("2026-03-02T12:00"), team=house.team, why="billing", **common)
    dispatch.accept(ticket, at=local("2026-03-02T13:00"), **common)
    reply.reply(ticket, at=local("2026-03-03T10:00"), words="Corrected", outcome="resolved", results={}, **common)
    archive.reopen(ticket, at=local("2026-03-04T10:00"), words="Still wrong", **common)
    told = next(one for one in deadlines.explain_ticket(ticket) if one.milestone == "reply" and one.round == 2)
    assert told.amount == 3
    assert "Round 2 has half the time, rounded up: 5 working days became 3 working days." in told.notes


def test_a_calendar_changed_afterwards_moves_no_promise_and_says_so(house, china):
    ticket = house.complaint(local("2026-03-02T10:00"))
    CalendarDay.objects.create(calendar=china, date="2026-03-04", kind="holiday", provisional=True)
    Calendar.objects.filter(pk=china.pk).update(revision=99)
    told = house.told(ticket)
    assert told.due_at == local("2026-03-09T17:30")
    assert "The calendar was changed after this promise was given. The promise stands as it was given." in told.notes
    assert any(line.provisional for line in told.lines)


def test_telling_a_ticket_takes_no_more_statements_for_more_clocks(house, django_assert_num_queries):
    ticket = house.complaint(local("2026-03-02T10:00"))
    with django_assert_num_queries(4):
        assert len(deadlines.explain_ticket(ticket)) == 3
    Clock.objects.filter(ticket=ticket, milestone="reply").delete()
    with django_assert_num_queries(4):
        deadlines.explain_ticket(ticket)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0, "minutes", "at once"),
        (1, "minutes", "1 minute"),
        (45, "minutes", "45 minutes"),
        (60, "minutes", "1 hour"),
        (1440, "minutes", "24 hours"),
        (30, "working_minutes", "30 working minutes"),
        (1, "working_days", "1 working day"),
        (10, "calendar_days", "10 calendar days"),
    ],
)
def test_amounts_are_said_as_people_say_them(amount, unit, words):
    assert deadlines.amount_words(amount, unit) == words
