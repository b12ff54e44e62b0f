"""A policy tried against past tickets: by hand for a few, exact in what it lists, and without a trace."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Clock, Policy, Ticket
from complaints.promises import trials
from servicecenter.models import Event
from tests import making
from tests.making import NOW, make_policy, make_ticket

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SINCE, UNTIL = NOW - 10 * DAY, NOW + DAY
LATER = NOW + 30 * DAY


@pytest.fixture
def standing(north):
    """What was promised: an answer within 24 hours, day and night."""
    return make_policy("standing", reply=(24 * 60, "minutes"), select={"nature": "complaint"})


@pytest.fixture
def draft(standing):
    """Switched off, for the same matters: an answer within 2 working days, contact within 4 working hours."""
    version = make_policy("draft", reply=(2, "working_days"), contact=(240, "working_minutes"), select=SELECT)
    Policy.objects.filter(pk=version.policy_id).update(is_active=False)
    return version


SELECT = {"nature": "complaint", "priority": "normal"}


def answered(at, after) -> Ticket:
    """Received at, answered so long after it."""
    ticket = make_ticket("investigating", at=at)
    making.advance(ticket, "replied", at=at + after)
    return ticket


def run(version, **more):
    return trials.run(version, **{"since": SINCE, "until": UNTIL, "now": LATER, **more})


def outcomes(trial, milestone="reply") -> dict[str, trials.Outcome]:
    return {one.ticket.number: one for one in trial.total.outcomes if one.milestone == milestone}


def test_four_tickets_reckoned_by_hand(draft):
    """Office hours 09-12 and 13-18; all received Wednesday 11 March 10:00. 24 hours are over on Thursday 10:00,
    two working days on Friday at 18:00."""
    early = answered(NOW, 5 * HOUR)
    between_both = answered(NOW, 30 * HOUR)
    too_late = answered(NOW, 5 * DAY)
    never = make_ticket("investigating", at=NOW)
    trial = run(draft)
    found = outcomes(trial)
    friday_evening = NOW + 2 * DAY + 8 * HOUR
    assert {one.due_now for one in found.values()} == {friday_evening}
    assert {one.due_then for one in found.values()} == {NOW + DAY}
    assert found[early.number].verdict == "stays_on_time"
    assert found[between_both.number].verdict == "turns_on_time"
    assert found[too_late.number].verdict == found[never.number].verdict == "stays_late"
    reply = next(tally for tally in trial.tallies if tally.milestone == "reply")
    assert [reply.count(part) for part in ("promised", "on_time_then", "on_time_now", "turns_late")] == [4, 1, 2, 0]
    assert (reply.share("on_time_then"), reply.share("on_time_now")) == (0.25, 0.5)


def test_alarms_are_counted_the_same_way_for_both(draft):
    """Answered after 30 hours: of 24 hours two warnings and the breach had sounded. Of two working days, eight
    working hours each and seven left on the first, 30 hours are past none: 15 of 23 open hours are 65 %."""
    ticket = answered(NOW, 30 * HOUR)
    told = outcomes(run(draft))[ticket.number]
    assert (told.alarms_then, told.alarms_now) == (3, 0)


def test_what_was_not_promised_then_is_new_and_what_no_longer_is_is_dropped(draft, standing):
    standing.targets.create(milestone="review", amount=60, unit="minutes")
    ticket = make_ticket(at=NOW)
    trial = run(draft)
    assert outcomes(trial, "contact")[ticket.number].verdict == "new"
    assert outcomes(trial, "contact")[ticket.number].due_now == NOW + 5 * HOUR, "10 to 12 and 13 to 15"
    assert outcomes(trial, "review")[ticket.number].verdict == "dropped"


def test_what_is_not_due_yet_is_not_judged(draft):
    ticket = answered(NOW, HOUR)
    assert outcomes(run(draft, now=NOW + 25 * HOUR))[ticket.number].verdict == "young"


def test_only_tickets_it_would_have_been_chosen_for_are_counted(draft, north):
    mine = make_ticket(at=NOW)
    make_ticket(at=NOW, nature="enquiry")
    make_ticket(at=NOW - 20 * DAY)
    closer = making.make_category("no-water")
    make_policy("closer", reply=(1, "working_days"), select={**SELECT, "category": closer})
    make_ticket(at=NOW, category=closer)
    assert [one.number for one in run(draft).tickets] == [mine.number]


def test_a_new_version_is_tried_in_the_place_of_the_one_it_follows(standing):
    following = make_policy("standing", reply=(60, "minutes"), select={"nature": "complaint"}, valid_from=LATER)
    ticket = answered(NOW, 5 * HOUR)
    assert outcomes(run(following))[ticket.number].verdict == "turns_late"


def test_of_many_tickets_a_sample_is_taken_and_said(draft):
    for _ in range(7):
        make_ticket(at=NOW)
    trial = run(draft, most=3)
    assert (trial.candidates, trial.every) == (7, 3)
    assert [one.pk % 3 for one in trial.tickets] == [0] * len(trial.tickets)
    assert 2 <= len(trial.tickets) <= 3


def test_trying_changes_nothing_and_asks_as_often_for_many_as_for_few(draft):
    def ask() -> int:
        with CaptureQueriesContext(connection) as taken:
            run(draft)
        assert not [one for one in taken.captured_queries if not one["sql"].startswith("SELECT")]
        return len(taken)

    make_ticket(at=NOW)
    ask()
    few = ask()
    for _ in range(9):
        answered(NOW, HOUR)
    before = (Event.objects.count(), list(Clock.objects.values()))
    assert ask() == few <= 8
    assert (Event.objects.count(), list(Clock.objects.values())) == before


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


PERIOD = {"since": "2026-03-01", "until": "2026-03-31"}


def test_the_page_says_the_difference_and_each_number_opens_its_tickets(desk, draft):
    for after in (5 * HOUR, 30 * HOUR, 5 * DAY):
        answered(NOW, after)
    page = desk.get(reverse("admin:complaints_policyversion_try", args=[draft.pk]), PERIOD).content.decode()
    assert "Would have been the promise of 3 tickets, 34 % more on time: 67 %, not 33 %." in page
    listing = reverse("admin:complaints_policyversion_try_tickets", args=[draft.pk])
    for part, count in {"promised": 6, "turns_on_time": 1, "on_time_now": 2, "new": 3, "turns_late": 0}.items():
        shown = desk.get(listing, {**PERIOD, "part": part}).context["rows"]
        assert len(shown) == count, part
    assert "Mei Chen" not in desk.get(listing, {**PERIOD, "part": "promised"}).content.decode()


def test_a_long_list_is_paged_by_key_and_loses_none(desk, draft, monkeypatch):
    monkeypatch.setattr("complaints.pages.trials.PAGE", 2)
    made = {make_ticket(at=NOW).number for _ in range(5)}
    address = reverse("admin:complaints_policyversion_try_tickets", args=[draft.pk])
    shown, query = [], {**PERIOD, "milestone": "reply"}
    answer = desk.get(address, query)
    while True:
        shown += [row.ticket.number for row, *_words in answer.context["rows"]]
        if not answer.context["further"]:
            break
        answer = desk.get(address + answer.context["further"])
    assert len(shown) == 5
    assert set(shown) == made


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": "2026-03-31", "until": "2026-03-01"}, "The last day is before the first one"),
        ({"since": "2020-01-01", "until": "2026-03-01"}, "no more than a year"),
        ({"since": "yesterday", "until": "2026-03-01"}, "Enter a valid date"),
        ({"since": "2026-03-01", "until": "9999-12-31"}, "This date lies beyond the calendar."),
    ],
)
def test_an_impossible_period_is_refused_in_words(desk, draft, asked, words):
    answer = desk.get(reverse("admin:complaints_policyversion_try", args=[draft.pk]), asked)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    listing = reverse("admin:complaints_policyversion_try_tickets", args=[draft.pk])
    assert desk.get(listing, asked).status_code == 404


API = "/api/v1/policies/versions/"


def test_the_api_says_the_same_as_the_page(desk, draft):
    for after in (5 * HOUR, 30 * HOUR, 5 * DAY):
        answered(NOW, after)
    listed = {row["policy"]: row for row in desk.get(API).json()}
    assert (listed["draft"]["id"], listed["draft"]["is_active"]) == (draft.pk, False)
    assert listed["draft"]["nature"] == "complaint"
    told = desk.get(f"{API}{draft.pk}/trial/", PERIOD).json()
    assert (told["tickets"], told["every"]) == (3, 1)
    reply = next(one for one in told["milestones"] if one["milestone"] == "reply")
    assert {**reply, "on_time_then": 1, "on_time_now": 2, "turns_on_time": 1, "turns_late": 0, "new": 0} == reply
    page = desk.get(f"{API}{draft.pk}/trial/tickets/", {**PERIOD, "part": "turns_on_time"}).json()
    assert [(one["milestone"], one["verdict"]) for one in page["outcomes"]] == [("reply", "turns_on_time")]
    assert page["next"] is None


def test_the_api_answers_administrators_only(client, supervisor, api_client, draft):
    address = f"{API}{draft.pk}/trial/"
    assert client.get(address).status_code == 401
    assert client.get(address, headers={"Authorization": f"Bearer {api_client[1]}"}).status_code == 403
    client.force_login(supervisor)
    assert client.get(address).status_code == 403
    assert client.get(API).status_code == 403


def test_the_api_refuses_what_makes_no_sense(desk, draft):
    assert desk.get(f"{API}999999/trial/").status_code == 404
    wrong = desk.get(f"{API}{draft.pk}/trial/", {"since": "soon"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["since"])
    for field in ("part", "milestone"):
        wrong = desk.get(f"{API}{draft.pk}/trial/tickets/", {field: "x"})
        assert (wrong.status_code, list(wrong.json()["errors"])) == (400, [field])
