"""What waits for an administrator – failed messages, stuck work, versions of texts – is settled over REST too."""

import pytest

from channels_hub import rewording
from channels_hub.models import MessageText, Outbound
from servicecenter import outbox
from servicecenter.models import Event, Outbox, User
from tests import making
from tests.api.conftest import session
from tests.api.test_rules import administrator, ask, logged  # noqa: F401 - a fixture among them
from tests.making import NOW

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.mark.parametrize(("state", "after"), [("failed", "queued"), ("unknown", "queued"), ("sent", "sent")])
def test_what_failed_goes_out_again_and_what_arrived_does_not(administrator, ticket, state, after):  # noqa: F811
    row = Outbound.objects.create(
        event=Event.objects.first(), ticket=ticket, channel="email", user=User.objects.first(), template="received",
        language="en", state=state, queued_at=NOW, settled_at=NOW, error="refused",
    )  # fmt: skip
    told = administrator.http.get(f"{API}settings/outgoing/?state={state}").json()
    assert [(one["id"], one["ticket"], one["error"]) for one in told] == [(row.pk, ticket.number, "refused")]
    for _again in range(2):
        assert ask(administrator, "POST", f"{API}settings/outgoing/{row.pk}/again/").json()["state"] == after
    assert logged() == ([] if state == "sent" else [("changed", "api")])
    assert administrator.http.get(f"{API}settings/outgoing/?state=lost").status_code == 400
    assert ask(administrator, "POST", f"{API}settings/outgoing/987654/again/").status_code == 404


def test_what_got_stuck_comes_first_and_is_tried_again(administrator, ticket):  # noqa: F811
    row = Outbox.objects.order_by("-pk").first()
    Outbox.objects.filter(pk=row.pk).update(poisoned_at=NOW, attempts=12)
    told = administrator.http.get(f"{API}settings/outbox/").json()
    assert (told[0]["id"], told[0]["attempts"]) == (row.pk, 12)
    assert ask(administrator, "POST", f"{API}settings/outbox/{row.pk}/again/").json()["poisoned_at"] is None
    assert not outbox.poisoned().exists()
    assert logged() == [("changed", "api")]


def test_a_version_of_a_text_is_put_out_of_use_and_the_one_before_is_sent(administrator):  # noqa: F811
    for subject in ("Once {number}", "Twice {number}"):
        body = rewording.as_it_is("received") | {"subject_en": subject}
        rewording.reword("received", body, why="", by=None, at=NOW)
    told = administrator.http.get(f"{API}messages/texts/versions/?code=received").json()
    assert [(one["number"], one["is_active"]) for one in told] == [(2, True), (1, True)]
    newest = MessageText.objects.get(number=2)
    for _again in range(2):
        off = ask(administrator, "PATCH", f"{API}messages/texts/versions/{newest.pk}/", is_active=False)
        assert (off.status_code, off.json()["is_active"]) == (200, False)
    texts = {one["code"]: one for one in administrator.http.get(f"{API}messages/texts/").json()}
    assert (texts["received"]["number"], texts["received"]["subject_en"]) == (1, "Once {number}")
    assert ask(administrator, "PATCH", f"{API}messages/texts/versions/{newest.pk}/", why="x").status_code == 400
    assert logged() == [("changed", "api")]


def test_a_wording_is_read_before_it_is_kept(administrator):  # noqa: F811
    shown = ask(administrator, "POST", f"{API}messages/texts/preview/", code="received", subject_en="Here: {number}")
    assert [(one["language"], one["subject"]) for one in shown.json()] == [
        ("en", "Here: 2611-479065-8"),
        ("zh-hans", "已收到您的反映：2611-479065-8"),
    ]
    wrong = ask(administrator, "POST", f"{API}messages/texts/preview/", code="received", subject_en="{nobody}")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["subject_en"])
    assert not MessageText.objects.exists()
    assert logged() == []


def test_the_trail_is_read_by_key_and_without_its_words(administrator, ticket):  # noqa: F811
    trail = f"{API}settings/trail/"
    first = administrator.http.get(f"{trail}?page_size=1").json()
    assert [one["id"] for one in first["results"]] == [Event.objects.latest("pk").pk]
    mine = administrator.http.get(f"{trail}?subject_type=ticket&subject_id={ticket.pk}&kind=ticket.received").json()
    assert [(one["kind"], one["subject_id"]) for one in mine["results"]] == [("ticket.received", ticket.pk)]
    assert ticket.words not in str(mine)
    for wrong in ("nonsense=1", "subject_id=x", "kind=%00"):
        assert administrator.http.get(f"{trail}?{wrong}").status_code == 400


def test_nobody_else_may():
    other = session(making.make_staff("supervisor"))
    paths = ["settings/outgoing/", "settings/outbox/", "messages/texts/versions/", "settings/trail/"]
    assert [other.http.get(API + path).status_code for path in paths] == [403] * 4
    again = ["settings/outgoing/1/again/", "settings/outbox/1/again/", "messages/texts/preview/"]
    assert [ask(other, "POST", API + path).status_code for path in again] == [403] * 3
