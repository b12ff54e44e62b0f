"""Surveys over REST: those of a ticket for who may read it, the rules for administrators, each change logged."""

import pytest
from django.test import Client

from complaints.models import Survey, SurveyRule
from servicecenter.models import Event
from tests import making
from tests.making import NOW, make_ticket, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule() -> SurveyRule:
    return SurveyRule.objects.create(code="every", labels=named("every"))


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(making.make_staff("administrator"))
    return client


def patch(client: Client, **said):
    return client.patch("/api/v1/surveys/rules/every/", said, content_type="application/json")


def test_a_tickets_surveys_are_read_by_who_may_read_the_ticket(client, north):
    ticket = make_ticket("replied", region=north)
    Survey.objects.create(
        ticket=ticket, round=1, state="answered", ask_at=NOW, asked_at=NOW, until=NOW, open_days=14, change_hours=24,
        result="fairly", answered_at=NOW, token_hash="f" * 64,
    )  # fmt: skip
    client.force_login(making.make_staff("supervisor", region=north))
    (one,) = client.get(f"/api/v1/tickets/{ticket.number}/surveys/").json()
    assert (one["state"], one["result"], one["round"]) == ("answered", "fairly", 1)
    assert "token" not in str(one)
    client.force_login(making.make_staff("supervisor", region=making.make_region("south")))
    assert client.get(f"/api/v1/tickets/{ticket.number}/surveys/").status_code == 404


def test_an_administrator_changes_what_is_named_and_it_is_logged(rule, administrator):
    assert patch(administrator, share=20, is_active=False).json()["share"] == 20
    rule.refresh_from_db()
    assert (rule.share, rule.is_active, rule.open_days) == (20, False, 14)
    event = Event.objects.get(kind="configuration.changed")
    assert event.source == "api"
    assert (event.payload["before"]["share"], event.payload["after"]["share"]) == (100, 20)
    assert patch(administrator, share=20).status_code == 200
    assert Event.objects.filter(kind="configuration.changed").count() == 1, "nothing changed, nothing logged"


@pytest.mark.parametrize("said", [{"share": 101}, {"share": "20"}, {"open_days": 0}, {"colour": 1}, {"code": "x"}])
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(rule, administrator, said):
    refused = patch(administrator, **said)
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) & ({*said} | {"__all__"})
    rule.refresh_from_db()
    assert rule.share == 100


def test_nobody_else_reads_or_changes_the_rules(rule, client):
    client.force_login(making.make_staff("supervisor"))
    assert client.get("/api/v1/surveys/rules/").status_code == 403
    assert patch(client, share=1).status_code == 403
    _row, key = making.make_client("website")
    assert client.get("/api/v1/surveys/rules/", headers={"authorization": f"Bearer {key}"}).status_code == 403
