"""Cases of the clock: holidays, make-up days, the night the clocks change, time that was not asked for early enough."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from complaints.models import Clock, Ticket
from complaints.rounds import resume_held
from servicecenter import opening_hours
from servicecenter.models import Calendar, CalendarDay
from tests.cases.conftest import at, due

LONDON = ZoneInfo("Europe/London")


def test_21_information_missing_statutory_clock_runs(house):
    """While the customer's papers are awaited the promise stands still; what the law set runs on."""
    house.employs("handler", team="operations")
    ticket = house.hears("My meter was read wrongly.")
    house.hands_to("handler", ticket)
    Clock.objects.filter(ticket=ticket, milestone="reply").update(sort="statutory")
    house.done("handler", "hold", ticket, reason="customer-papers", until="2026-03-16T10:00")

    states = dict(ticket.clocks.values_list("milestone", "state"))
    assert (states["first_response"], states["reply"]) == ("paused", "running")
    house.goes_to("2026-03-13 10:00")
    house.done("handler", "resume", ticket)
    assert due(ticket) == "2026-03-18 17:30", "five working days from receipt, whatever was awaited"
    assert due(ticket, "first_response") == "2026-03-14 10:00", "two days were held and are given back"


def test_21_asked_twice_by_two_channels_then_a_supervisor_closes_with_tell_us_and_we_go_on(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My meter was read wrongly.", contact="mei@customer.invalid")
    house.hands_to("handler", ticket)
    Clock.objects.filter(ticket=ticket, milestone="first_response").update(sort="statutory")
    asked = {"words": "Please send a photo of the meter.", "channel": "phone"}
    house.done("handler", "ask_information", ticket, **asked)
    states = dict(ticket.clocks.values_list("milestone", "state"))
    assert (states["reply"], states["first_response"]) == ("paused", "running")
    assert house.does("supervisor", "close_unanswered", ticket, words="No photo.").status_code == 409

    house.goes_to("2026-03-18 17:31")
    resume_held(at("2026-03-18 17:31"))
    ticket.refresh_from_db()
    same = house.does("handler", "ask_information", ticket, **asked)
    assert "choose another" in same.content.decode()
    house.done("handler", "ask_information", ticket, **asked | {"channel": "letter"})
    house.goes_to("2026-03-25 17:31")
    resume_held(at("2026-03-25 17:31"))
    assert house.does("handler", "close_unanswered", ticket, words="No photo.").status_code == 403
    house.done("supervisor", "close_unanswered", ticket, words="Without a photo we cannot tell.")
    assert (ticket.stage, ticket.outcome) == ("replied", "unresolved")
    assert "Tell us what is missing and we go on" in ticket.reply_words


def test_21_heard_in_between_or_in_danger_it_goes_on(house):
    house.employs("handler", team="operations")
    ticket, danger = house.hears("My meter was read wrongly."), house.hears("The bank slides.")
    code = house.code
    asked = {"words": "Please send a photo.", "channel": "phone"}
    for one in (ticket, danger):
        house.hands_to("handler", one)
        house.done("handler", "ask_information", one, **asked)
    customer = Client()
    customer.post("/t/", {"number": danger.number, "code": code})
    assert "Please send a photo." in customer.get(f"/t/{danger.number}/").content.decode()
    customer.post(f"/t/{danger.number}/messages/", {"words": "Here it is.", "token": "photo"})
    danger.refresh_from_db()
    assert (danger.held_at, danger.information_asked) == (None, 0)

    Ticket.objects.filter(pk=ticket.pk).update(priority="critical", information_asked=2)
    house.goes_to("2026-03-25 17:31")
    refused = house.does("supervisor", "close_unanswered", ticket, words="No photo.")
    assert "There is danger" in refused.content.decode()


def test_21_a_hold_ends_with_the_customers_word_and_beyond_two_or_ten_days_it_is_the_supervisors(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My meter was read wrongly.")
    code = house.code
    house.hands_to("handler", ticket)
    papers = {"reason": "customer-papers", "until": "2026-03-25T17:30"}
    too_long = house.does("handler", "hold", ticket, **papers | {"until": "2026-03-26T09:00"})
    assert too_long.status_code == 403
    house.done("handler", "hold", ticket, **papers)

    house.goes_to("2026-03-12 10:00")
    customer = Client()
    customer.post("/t/", {"number": ticket.number, "code": code})
    customer.post(f"/t/{ticket.number}/messages/", {"words": "Here is the photo.", "token": "photo"})
    ticket.refresh_from_db()
    assert ticket.held_at is None
    assert due(ticket) == "2026-03-19 17:30", "the day it stood still is given back, and no more"

    house.done("handler", "hold", ticket, reason="agreed-date", until="2026-03-13T10:00")
    house.done("handler", "resume", ticket)
    assert house.does("handler", "hold", ticket, **papers).status_code == 403, "a third time"
    house.done("supervisor", "hold", ticket, **papers)


def test_22_extension_asked_one_minute_late(house):
    """Received Wednesday 10:00, due Wednesday 17:30: of 52½ open hours a fifth is left on Tuesday at 16:00."""
    house.employs("handler", team="operations")
    in_time, late = house.hears("Brown water again."), house.hears("Brown water as well.")
    for ticket in (in_time, late):
        house.hands_to("handler", ticket)
    asked = {"due_at": "2026-03-20T17:30", "why": "The sample takes a day.", "words": "We need until Friday."}

    house.goes_to("2026-03-17 16:00")
    house.done("handler", "request_extension", in_time, **asked)
    house.done("supervisor", "decide_extension", in_time, granted="yes")
    assert due(in_time) == "2026-03-20 17:30"

    house.goes_to("2026-03-17 16:01")
    refused = house.does("handler", "request_extension", late, **asked)
    assert refused.status_code == 409
    assert "a fifth of the time was left" in refused.content.decode()
    assert due(late) == "2026-03-18 17:30"


def test_24_friday_16_30_before_spring_festival_due_27_feb(house):
    house.goes_to("2026-02-13 16:30")
    assert due(house.hears("No water since noon.")) == "2026-02-27 17:30"


def test_25_received_on_a_make_up_saturday_due_28_feb(house):
    house.goes_to("2026-02-14 10:00")
    assert due(house.hears("No water since noon.")) == "2026-02-28 17:30"


def test_26_holiday_notice_published_after_the_promise(house):
    """The promise was given; a day off announced later does not silently move it."""
    ticket = house.hears("The hydrant leaks.")
    promised = due(ticket)
    calendar = house.region.calendar
    CalendarDay.objects.update_or_create(
        calendar=calendar, date=date(2026, 3, 13), defaults={"kind": "holiday", "labels": {"en": "x", "zh-hans": "x"}}
    )
    opening_hours.changed(calendar)

    ticket.refresh_from_db()
    assert due(ticket) == promised == "2026-03-18 17:30"
    later = house.hears("The hydrant still leaks.")
    assert due(later) == "2026-03-19 17:30", "whoever asks now is told the later day"


@pytest.mark.parametrize(
    ("received", "a_day_later", "replied_by"),
    [
        ("2026-03-28 20:00", "2026-03-29 21:00", "2026-04-07 17:00"),
        ("2026-10-24 20:00", "2026-10-25 19:00", "2026-10-30 17:00"),
    ],
    ids=["an-hour-is-lost", "an-hour-is-gained"],
)
def test_27_dst_night(house, received, a_day_later, replied_by):
    """Twenty-four hours stay twenty-four, whatever the clock on the wall does; days end with the office."""
    house.region.calendar = Calendar.objects.get(code="england")
    house.region.save()
    house.clock.move_to(datetime.fromisoformat(received).replace(tzinfo=LONDON))
    ticket = house.hears("The lamp hums.")

    assert _there(ticket, "first_response") == a_day_later
    assert _there(ticket, "reply") == replied_by, "Easter and weekends are no working days"
    assert a_day_later[-5:] in house.page("agent", ticket), "the page speaks in the region's own time"


def _there(ticket, milestone: str) -> str:
    due_at = Clock.objects.get(ticket=ticket, milestone=milestone).due_at
    return due_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def test_28_complaint_to_enquiry_needs_supervisor(house):
    ticket = house.hears("Why was the man at the counter so rude?")
    as_enquiry = {"nature": "enquiry", "category": "procedure-question", "priority": "normal"}

    assert house.does("agent", "classify", ticket, **as_enquiry, why="They only ask why.").status_code == 403
    without_reason = house.does("supervisor", "classify", ticket, **as_enquiry)
    assert without_reason.status_code == 422
    house.done("supervisor", "classify", ticket, **as_enquiry, why="“I only want to know the rule.”")

    assert (ticket.nature, ticket.nature_received) == ("enquiry", "complaint"), "counted as received and as judged"


def test_28_not_even_when_an_emergency_is_confirmed(house):
    ticket = house.hears("You let gas into my cellar.")
    house.done("agent", "dispatch_emergency", ticket, team="operations")
    told = {"nature": "enquiry", "category": "procedure-question", "priority": "normal"}
    assert house.does("reviewer", "confirm_emergency", ticket, **told, opinion="A question.").status_code == 403
    assert house.does("supervisor", "confirm_emergency", ticket, **told).status_code == 422
    house.done("supervisor", "confirm_emergency", ticket, **told, opinion="“I only wanted to ask.”")


def test_29_enquiry_to_emergency_already_late(house):
    """Three minutes count from receipt; found out after an hour they are long over, and the ticket says so."""
    ticket = house.hears("Is it normal that it smells in my cellar?", nature="enquiry")
    house.goes_to("2026-03-11 11:00")
    house.done("agent", "classify", ticket, nature="repair", category="gas-leak", priority="critical")

    clock = Clock.objects.get(ticket=ticket, milestone="dispatch")
    assert due(ticket, "dispatch") == "2026-03-11 10:03"
    assert clock.recomputed
    assert clock.next_alarm_at == ticket.touched_at, "the alarm is due at once"
