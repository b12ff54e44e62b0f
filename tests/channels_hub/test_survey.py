"""The survey after a reply: one tap from the mail, nothing done by looking, one answer a round, changed for a day."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from channels_hub import delivery, letters
from channels_hub.models import Outbound
from complaints import numbers, restrictions
from complaints.aftercare import surveys
from complaints.models import Callback, Survey, SurveyRule, Ticket
from quality.figures import Scope, measure
from quality.indicators import BY_CODE
from servicecenter.models import Event
from servicecenter.outbox import relay
from tests import making
from tests.making import NOW, acting, make_ticket, named

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = NOW + DAY
MAIL = "mei.chen@customer.invalid"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def rule() -> SurveyRule:
    return SurveyRule.objects.create(code="every", labels=named("every"), wait_hours=24, open_days=14, change_hours=24)


def told(now=NOW + DAY) -> None:
    while relay(now):
        pass


def answered(handler, **facts) -> Ticket:
    """Answered just now, and heard of by who plans surveys."""
    ticket = make_ticket("investigating", handler=handler, team=handler.team, **{"contact": MAIL, **facts})
    making.advance(ticket, "replied", by=acting(handler))
    told()
    return ticket


@pytest.fixture
def surveyed(rule, handler, clock) -> Survey:
    """Sent the day after the answer."""
    answered(handler)
    assert surveys.ask_due(ASKED)
    told()
    clock.move_to(ASKED + HOUR)
    return Survey.objects.get()


def links(survey: Survey) -> list[str]:
    """The addresses in the mail, the best level first."""
    letter = letters.write(Outbound.objects.get(ticket=survey.ticket, template="survey"))
    return re.findall(r"https?://[^/]+(/s/\S+)", letter.body)


def plain(page, path: str) -> str:
    """The page without what differs at every load, and without its own address."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", page.content.decode())
    return html.replace(path, "ADDRESS")


def figures(*codes: str) -> list[tuple[int, int]]:
    told(NOW + 400 * DAY)
    scope = Scope(Ticket.objects.all(), NOW - HOUR, NOW + 30 * DAY, NOW + 30 * DAY)
    return [(one.hits, one.cases) for one in (measure(BY_CODE[code], scope) for code in codes)]


SURVEYED = ("satisfied-result", "satisfied-service", "survey-response")


def test_it_is_sent_a_day_after_the_answer_with_a_link_for_each_of_five_levels(rule, handler, mailoutbox, clock):
    ticket = answered(handler)
    assert not surveys.ask_due(NOW + DAY - HOUR), "not before its hour"
    assert surveys.ask_due(ASKED)
    assert not surveys.ask_due(ASKED), "once"
    told()
    clock.move_to(ASKED)
    delivery.deliver(ASKED)
    mail = next(one for one in mailoutbox if "satisfied" in one.subject)
    assert ticket.number in mail.subject
    assert len(links(Survey.objects.get())) == len(set(links(Survey.objects.get()))) == 5
    assert Survey.objects.get().token_hash not in mail.body, "only the hash is kept"


def test_nobody_is_written_to_at_night(rule, handler):
    rule.wait_hours = 13
    rule.save()
    ticket = answered(handler)
    assert ticket.surveys.get().ask_at == NOW + timedelta(hours=23), "nine in the morning, not eleven at night"


def test_a_mail_scanner_that_opens_every_link_has_said_nothing(surveyed):
    for path in links(surveyed):
        assert Client().get(path).status_code == Client().head(path).status_code == 200
    surveyed.refresh_from_db()
    assert (surveyed.state, surveyed.result) == ("asked", "")
    assert not Event.objects.filter(kind="ticket.survey_answered").exists()


def test_the_tap_chooses_and_one_button_sends_without_signing_in(surveyed):
    reader = Client(enforce_csrf_checks=True)
    page = reader.get(links(surveyed)[1])
    html = page.content.decode()
    assert re.search(r'value="satisfied"[^>]* checked', html)
    assert page["Cache-Control"] == "private, no-store"
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    action = re.search(r'<form class="stack" method="post" action="([^"]+)"', html)
    assert action
    sent = {"result": "satisfied", "csrfmiddlewaretoken": token[1]}
    thanks = reader.post(action[1], sent, follow=True)
    assert "Thank you, your answer is kept" in thanks.content.decode()
    surveyed.refresh_from_db()
    assert (surveyed.state, surveyed.result, surveyed.service) == ("answered", "satisfied", "")
    assert figures(*SURVEYED) == [(1, 1), (0, 0), (1, 1)], "what was not asked is not counted"


def test_one_answer_that_can_be_changed_for_a_day_and_no_longer(surveyed, clock):
    path = links(surveyed)[0]
    Client().post(path, {"result": "very_satisfied", "service": "unsatisfied"})
    clock.shift(23 * HOUR)
    Client().post(path, {"result": "fairly", "service": "satisfied"})
    surveyed.refresh_from_db()
    assert (surveyed.result, surveyed.service) == ("fairly", "satisfied")
    clock.shift(2 * HOUR)
    late = Client().post(path, {"result": "very_unsatisfied", "service": "satisfied"})
    assert late.status_code == 409
    assert "can no longer be answered or changed" in late.content.decode()
    over = Client().get(path).content.decode()
    assert "It could be changed until" in over
    assert "<h1>Thank you for telling us how it was</h1>" in over, "a question nobody may answer is not asked"
    surveyed.refresh_from_db()
    assert surveyed.result == "fairly"
    assert figures(*SURVEYED) == [(1, 1), (1, 1), (1, 1)], "one answer, the last word"


def test_the_link_is_good_for_its_days_and_its_round_only_and_every_other_token_is_nothing(surveyed, clock):
    path = links(surveyed)[0]
    unknown = Client().get(f"/s/{'0' * 40}/5/")
    assert unknown.status_code == 404
    clock.shift(14 * DAY)
    expired = Client().get(path)
    assert expired.status_code == 404
    assert plain(expired, path) == plain(unknown, f"/s/{'0' * 40}/5/"), "nobody learns whether there ever was one"
    clock.shift(-14 * DAY)
    assert Client().get(path).status_code == 200
    Ticket.objects.update(round=2)
    assert Client().get(path).status_code == Client().post(path, {"result": "satisfied"}).status_code == 404


def test_the_token_opens_no_other_door(surveyed):
    token = surveys.token(surveyed)
    assert Client().get(f"/v/{token}/").status_code == 404


def test_a_level_nobody_offered_is_refused_in_words_and_an_unknown_number_chooses_nothing(surveyed):
    path = links(surveyed)[0]
    wrong = Client().post(path, {"result": "splendid"})
    assert wrong.status_code == 422
    nothing = Client().post(path, {})
    assert "Choose how satisfied you are with the result." in nothing.content.decode()
    odd = Client().get(path.replace("/5/", "/9/"))
    assert odd.status_code == 200
    assert not re.search(r'name="result"[^>]* checked', odd.content.decode())


def test_who_is_not_satisfied_is_looked_after_by_somebody_else(surveyed):
    reader = Client()
    page = reader.post(links(surveyed)[3], {"result": "unsatisfied"}, follow=True)
    assert "Somebody who has not dealt with it before" in page.content.decode()
    ticket = Ticket.objects.get()
    assert ticket.triage_due
    assert Callback.objects.get().state == "unsatisfied"


def test_an_open_callback_by_message_is_settled_here_so_that_nobody_is_asked_twice(rule, handler, clock):
    making.make_callback_rule(first="message")
    answered(handler)
    surveys.ask_due(ASKED)
    told()
    clock.move_to(ASKED + HOUR)
    path = links(Survey.objects.get())[0]
    page = Client().get(path).content.decode()
    assert "Is it solved?" in page
    assert Client().post(path, {"result": "satisfied"}).status_code == 422
    Client().post(path, {"result": "satisfied", "service": "satisfied", "solved": "yes"})
    callback = Callback.objects.get()
    assert (callback.state, callback.by_customer) == ("verified", True)
    Client().post(path, {"result": "unsatisfied", "service": "satisfied", "solved": "no"})
    callback.refresh_from_db()
    assert callback.state == "unsatisfied", "changed here, it is changed there"


def test_who_has_said_how_it_was_is_not_asked_again(rule, handler, clock):
    making.make_callback_rule(first="message")
    ticket = answered(handler)
    clock.shift(HOUR)
    Callback.objects.update(result="satisfied", service="satisfied", state="verified")
    surveys.ask_due(ASKED)
    assert ticket.surveys.get().state == "dropped"


def test_a_matter_taken_up_again_is_not_surveyed(rule, handler):
    ticket = answered(handler)
    Ticket.objects.update(round=2, stage="reviewing")
    surveys.ask_due(ASKED)
    assert ticket.surveys.get().state == "dropped"


@pytest.mark.parametrize(
    "spared",
    [
        {"sensitive": True},
        {"nature": "report"},
        {"priority": "critical"},
        {"anonymous": True},
        {"contact_point": None},
    ],
)
def test_no_survey_where_asking_would_be_an_affront(rule, handler, spared):
    ticket = make_ticket("investigating", handler=handler, team=handler.team, contact=MAIL)
    making.advance(ticket, "replied", by=acting(handler))
    Ticket.objects.filter(pk=ticket.pk).update(**spared)
    told()
    assert not Survey.objects.exists()


def test_marked_sensitive_after_it_was_planned_it_is_not_sent(rule, handler):
    ticket = answered(handler)
    Ticket.objects.update(sensitive=True)
    surveys.ask_due(ASKED)
    assert ticket.surveys.get().state == "dropped"
    assert not Event.objects.filter(kind="ticket.survey_asked").exists()


def test_a_restricted_customer_is_not_surveyed(rule, handler, supervisor, monkeypatch):
    ticket = answered(handler)
    monkeypatch.setattr(restrictions, "in_force", lambda customer, at: customer == ticket.customer)
    surveys.ask_due(ASKED)
    assert ticket.surveys.get().state == "dropped"


def test_a_rule_switched_off_or_of_another_nature_sends_nothing(rule, handler):
    SurveyRule.objects.create(code="complaints", labels=named("c"), nature="complaint", share=0)
    answered(handler)
    assert not Survey.objects.exists(), "the rule of the nature goes before the one for all"
    SurveyRule.objects.update(is_active=False, share=100)
    answered(handler)
    assert not Survey.objects.exists()


def test_the_answer_stands_on_the_timeline_and_on_the_customers_own_page(surveyed, agent, client):
    Client().post(links(surveyed)[2], {"result": "fairly", "service": "satisfied", "words": "Took a while."})
    ticket = surveyed.ticket
    client.force_login(agent)
    page = client.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "answered the survey: result Fairly satisfied, service Satisfied" in page
    assert "Took a while." in page
    Ticket.objects.update(access_code_hash=numbers.code_hash("ABCD-EFGH-JKMN"))
    customer = Client()
    customer.post("/t/", {"number": ticket.number, "code": "ABCD-EFGH-JKMN"})
    own = customer.get(f"/t/{ticket.number}/").content.decode()
    assert "Fairly satisfied" in own
    assert "Took a while." in own


def test_the_response_rate_stands_beside_the_figure(surveyed, client):
    supervisor = making.make_staff("supervisor")
    told(NOW + 400 * DAY)
    client.force_login(supervisor)
    one = client.get("/desk/quality/figures/satisfied-result/").content.decode()
    assert "Surveys answered" in one
    assert "0 of 1" in one
    assert "Surveys answered" in client.get("/desk/quality/").content.decode()


def test_chinese_customers_read_it_in_chinese(rule, handler, clock):
    answered(handler)
    Ticket.objects.update(language="zh-hans")
    surveys.ask_due(ASKED)
    told()
    letter = letters.write(Outbound.objects.get(template="survey"))
    assert "您对诉求" in letter.subject
    assert "非常满意" in letter.body
