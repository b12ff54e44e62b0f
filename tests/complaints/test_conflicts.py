"""Whom a ticket is about is outside of it, with their team and their line; a report is the integrity role's alone."""

from datetime import timedelta

import pytest
from django.test import Client

from channels_hub import notices
from channels_hub.models import Outbound
from complaints import actions, conflicts, rounds
from complaints.models import MoneyLimit, Named, Ticket
from complaints.queries import disclose, visible_to
from complaints.refusals import Missing, NotNow, NotYours
from complaints.stages import review
from servicecenter.actors import SYSTEM, customer
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_policy, make_reason, make_staff, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def do(ticket, name, by, **data):
    actor = by if hasattr(by, "kind") else acting(by)
    return actions.perform(ticket, name, data, actor=actor, at=NOW, source="desk", version=None)


def about(ticket, person, by, **more):
    return do(ticket, "name_staff", by, about="people", person=person.username, **more)


def sees(user, ticket) -> bool:
    return visible_to(user, NOW).filter(pk=ticket.pk).exists()


@pytest.fixture
def mate(north, network):
    return make_staff("handler", name="mats", region=north, team=network)


def test_the_named_their_team_and_their_line_do_not_see_it(
    ticket, reviewer, supervisor, handler, mate, coordinator, other_handler
):
    handler.reports_to = supervisor
    handler.save()
    Ticket.objects.filter(pk=ticket.pk).update(team=handler.team)
    about(ticket, handler, reviewer)
    assert [sees(one, ticket) for one in (handler, mate, coordinator, supervisor)] == [False] * 4
    assert sees(reviewer, ticket)


def test_for_them_it_exists_nowhere(as_staff, ticket, reviewer, supervisor):
    about(ticket, supervisor, reviewer)
    desk = as_staff(supervisor)
    gone = make_ticket(region=ticket.region)
    number = gone.number
    Ticket.objects.filter(pk=gone.pk).update(number="2603-000000-0")
    theirs, none = (desk.get(f"/desk/tickets/{one}/") for one in (ticket.number, number))
    assert (theirs.status_code, theirs.content) == (404, none.content)
    assert ticket.number not in desk.get("/desk/?view=all").content.decode()
    assert ticket.number not in desk.get("/desk/find/?q=Mei+Chen").content.decode()
    assert desk.get(f"/api/v1/tickets/{ticket.number}/").status_code == 404
    assert ticket.number not in desk.get("/api/v1/tickets/").content.decode()


def test_it_is_taken_from_whom_it_concerns_and_given_to_nobody_near_them(ticket, reviewer, handler, mate, network):
    making.advance(ticket, "reviewing")
    making.advance(ticket, "dispatched", team=network, handler=handler)
    about(ticket, handler, reviewer)
    assert (ticket.handler, ticket.team) == (None, None)
    with pytest.raises(Missing) as told:
        do(ticket, "dispatch", reviewer, team=network.code, why="Their street.")
    assert list(told.value.errors) == ["team"]
    with pytest.raises(Missing) as told:
        do(ticket, "dispatch", reviewer, team=making.make_team("billing").code, handler=mate.username, why="He knows.")
    assert list(told.value.errors) == ["handler"]


def test_whoever_is_concerned_can_do_nothing_to_it(ticket, reviewer, supervisor):
    about(ticket, supervisor, reviewer)
    with pytest.raises(NotYours, match="concerns you"):
        do(ticket, "take_over", supervisor, why="I see to it myself.")


def test_alarms_and_escalations_pass_them_by_and_go_one_level_up(ticket, reviewer, supervisor, complaint_manager):
    about(ticket, supervisor, reviewer)
    event = do(ticket, "escalate", reviewer, reason=making.make_reason("escalation").code)
    assert event.payload["people"] == [complaint_manager.pk]


def test_the_alarm_of_a_clock_reaches_nobody_it_concerns(north, reviewer, supervisor, complaint_manager):
    make_policy(review=(60, "minutes"))
    ticket = make_ticket(region=north)
    about(ticket, reviewer, acting(supervisor))
    rounds.sweep_clocks(NOW + timedelta(hours=1, minutes=1))
    told = Event.objects.filter(kind="clock.broken").get().payload["people"]
    assert told == [supervisor.pk], "the only reviewer is concerned: one level up"


def test_a_message_queued_before_the_naming_is_not_written_to_them(ticket, reviewer, supervisor):
    event = do(ticket, "escalate", reviewer, reason=making.make_reason("escalation").code)
    about(ticket, supervisor, reviewer)
    notices.hear(event)
    assert not Outbound.objects.filter(user=supervisor).exists()


def test_the_department_complained_about_handles_it_without_the_customers_contact(
    north, network, handler, reviewer, agent
):
    ticket = make_ticket("investigating", region=north, team=network, handler=handler)
    do(ticket, "name_staff", reviewer, about="facilities", team=network.code)
    ticket.refresh_from_db()
    assert sees(handler, ticket)
    assert not disclose(handler, ticket, NOW).contact
    assert disclose(agent, ticket, NOW).contact
    do(ticket, "name_staff", reviewer, about="facilities", team=network.code, contact_agreed="on")
    assert disclose(handler, ticket, NOW).contact


def test_a_name_or_badge_is_asked_for_and_unknown_is_an_answer(ticket, reviewer):
    with pytest.raises(Missing) as told:
        do(ticket, "name_staff", reviewer, about="people")
    assert list(told.value.errors) == ["words"]
    do(ticket, "name_staff", reviewer, about="people", words="unknown")
    assert Named.objects.get().words == "unknown"
    assert conflicts.of(ticket) == frozenset()


def test_who_names_themselves_goes_back_to_the_list(as_staff, ticket, agent):
    answer = as_staff(agent).post(
        f"/desk/tickets/{ticket.number}/moves/name_staff/",
        {"version": ticket.version, "about": "people", "person": agent.username},
    )
    assert (answer.status_code, answer.url) == (302, "/desk/")


# -- reports of wrongdoing --


@pytest.fixture
def report(north):
    return make_ticket(region=north, nature="report", words="He takes money to slow the meter.", anonymous=True)


def test_a_report_is_handled_by_the_integrity_role_and_by_nobody_else(
    report, supervisor, complaint_manager, integrity_officer
):
    assert [sees(one, report) for one in (supervisor, complaint_manager)] == [False, False]
    with pytest.raises(NotYours):
        do(report, "start_review", supervisor)
    do(report, "start_review", integrity_officer)
    assert report.stage == "reviewing"


def test_on_a_report_one_integrity_officer_decides_what_another_proposed(
    report, network, supervisor, integrity_officer, as_staff, at_ten
):
    other = make_staff("integrity_officer", name="ida")
    MoneyLimit.objects.create(role="supervisor", amount=100)
    MoneyLimit.objects.create(role="complaint_manager", amount=None)
    for stage in ("reviewing", "dispatched", "investigating"):
        making.advance(report, stage, team=network, handler=integrity_officer)
    Ticket.objects.filter(pk=report.pk).update(round=2)
    report.refresh_from_db()
    do(report, "propose", integrity_officer, measures="Another fitter.", amount="4600", money=make_reason("money").code)
    assert Event.objects.get(kind="ticket.proposed").payload["people"] == [integrity_officer.pk, other.pk]
    with pytest.raises(NotYours, match="Whoever proposed it"):
        do(report, "approve", integrity_officer)
    page = as_staff(other).get("/desk/approvals/").content.decode()
    assert (report.number in page, 'value="grant"' in page) == (True, True)
    assert report.number not in as_staff(supervisor).get("/desk/approvals/").content.decode()
    do(report, "approve", other)
    assert report.approved_round == 2


def test_on_a_report_the_last_word_and_a_second_extension_are_the_integrity_role_s(report, network, integrity_officer):
    other, third = (make_staff("integrity_officer", name=name) for name in ("ida", "ines"))
    make_policy(reply=(5, "working_days"))
    late = make_ticket("investigating", region=report.region, nature="report", team=network, handler=integrity_officer)
    for days in (8, 9):
        due = (NOW + timedelta(days=days)).isoformat()
        do(late, "request_extension", integrity_officer, due_at=due, why="A sample.", words="Longer.")
        do(late, "decide_extension", other, granted="yes")
    assert late.extensions.filter(granted=True).count() == 2

    making.make_callback_rule()
    making.advance(late, "replied")
    Ticket.objects.filter(pk=late.pk).update(round=2)
    late.callbacks.update(round=2)
    late.refresh_from_db()
    do(late, "record_callback", other, outcome="reached", result="unsatisfied", service="fairly")
    do(late, "triage", third, decision="final", why="The rounds are over.", words="It stays as it is.")
    assert late.final_reply_at == NOW


def test_a_report_s_alarms_reach_the_integrity_role_only(north, supervisor, integrity_officer):
    make_policy(review=(60, "minutes"))
    make_ticket(region=north, nature="report", anonymous=True)
    rounds.sweep_clocks(NOW + timedelta(days=1))
    told = Event.objects.filter(kind__startswith="clock.").values_list("payload__people", flat=True)
    assert {person for people in told for person in people} == {integrity_officer.pk}


def test_an_integrity_officer_named_in_a_report_does_not_see_it(report, integrity_officer):
    other = make_staff("integrity_officer", name="ida")
    about(report, integrity_officer, acting(other))
    assert (sees(integrity_officer, report), sees(other, report)) == (False, True)


def test_what_turns_out_to_be_a_report_leaves_the_reach_of_who_took_it(ticket, agent, integrity_officer):
    review.classify(
        ticket, actor=SYSTEM, at=NOW, source="desk", nature="report", category=None, priority="normal", why="Theft."
    )
    assert (sees(agent, ticket), sees(integrity_officer, ticket)) == (False, True)


def test_no_program_reads_a_report(report):
    _client, key = making.make_client()
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get(f"/api/v1/tickets/{report.number}/", headers=headers).status_code == 404


def test_what_is_about_staff_goes_on_even_when_the_customer_gives_way(ticket, agent, other_handler):
    about(ticket, other_handler, agent)
    with pytest.raises(NotNow, match="about staff"):
        do(ticket, "withdraw", customer(), words="They asked me to.")
    assert Ticket.objects.get(pk=ticket.pk).stage == "received"
