"""Message texts over REST: read, reworded and refused as on the administrator's page."""

import pytest
from django.test import Client

from channels_hub import shipped
from channels_hub.models import MessageText
from servicecenter.models import Event
from tests import making

pytestmark = pytest.mark.django_db
TEXTS = "/api/v1/messages/texts/"


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(making.make_staff("administrator"))
    return client


def post(client: Client, **said):
    return client.post(TEXTS, said, content_type="application/json")


def test_all_are_listed_with_what_they_may_name(administrator):
    told = {one["code"]: one for one in administrator.get(TEXTS).json()}
    assert set(told) == set(shipped.messages())
    assert told["survey"]["needed"] == ["survey_links"]
    assert told["survey"]["number"] is None, "as shipped"


def test_what_is_named_becomes_a_new_version_and_the_rest_stays(administrator):
    made = post(administrator, code="survey", subject_en="One question about {number}", why="Shorter.")
    assert made.status_code == 201
    version = MessageText.objects.get()
    assert (version.subject_en, version.number, version.why) == ("One question about {number}", 1, "Shorter.")
    assert version.subject_zh == shipped.messages()["survey"].words("zh-hans").subject
    event = Event.objects.get(kind="configuration.changed")
    assert (event.source, event.payload["change"]) == ("api", "added")


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"code": "survey", "body_en": "{survey_links} {name}"}, "body_en"),
        ({"code": "survey", "body_zh": "您好"}, "body_zh"),
        ({"code": "nonsense"}, "code"),
        ({"code": "survey", "colour": "red"}, "colour"),
        ({"code": "survey", "body_en": 7}, "body_en"),
        ({"code": "survey", "subject_en": "x" * 201}, "subject_en"),
        ({"code": "survey", "why": "x" * 301}, "why"),
    ],
)
def test_what_cannot_be_is_refused_by_column_and_nothing_is_kept(administrator, said, column):
    refused = post(administrator, **said)
    assert refused.status_code == 400
    assert column in refused.json()["errors"]
    assert not MessageText.objects.exists()


def test_nobody_else_reads_or_words_them(client):
    client.force_login(making.make_staff("supervisor"))
    assert client.get(TEXTS).status_code == post(client, code="survey").status_code == 403
