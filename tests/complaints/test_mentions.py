"""@name in a note: that colleague is told, finds it in their list, and nobody is told who may not see the ticket."""

import pytest
from django.core import mail
from django.test import Client

from channels_hub.delivery import deliver
from complaints.desk import mentions
from complaints.models import Mention
from servicecenter.models import Event
from servicecenter.outbox import relay
from servicecenter.rounds import database_now
from tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def write(desk: Client, ticket, words: str):
    return desk.post(f"/desk/tickets/{ticket.number}/message/", {"how": "note", "words": words})


@pytest.mark.parametrize(
    ("words", "named"),
    [("@ruth please look", ["ruth"]), ("Ask @ruth, or @hana.", ["ruth", "hana"]), ("Write to mei@house.invalid", []),
     ("@ruth @ruth", ["ruth"]), ("请@王芳 看一下", []), ("（@王芳）", ["王芳"]), ("12 @ 3 euros", []), ("@@ruth", [])],
)  # fmt: skip
def test_who_is_named(words, named):
    assert mentions.names_in(words) == named


def test_a_colleague_named_is_told_and_finds_it_until_they_have_seen_it(ticket, agent, reviewer, as_staff):
    assert write(as_staff(agent), ticket, f"@{reviewer.username} please look <b>here</b>").status_code == 302
    while relay(making.NOW):
        pass
    deliver(database_now())
    letter = next(one for one in mail.outbox if one.to == [reviewer.email])
    assert ticket.number in letter.body
    assert "please look" not in letter.body

    desk = as_staff(reviewer)
    assert ticket.number in desk.get("/desk/?view=mentioned").content.decode()
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "You are mentioned in a note here." in page
    assert f'<a class="mention" href="/desk/people/{reviewer.username}/">@{reviewer.username}</a>' in page
    assert "&lt;b&gt;here" in page
    assert desk.get(f"/desk/people/{reviewer.username}/").status_code == 200
    desk.post(f"/desk/tickets/{ticket.number}/mentions/")
    assert ticket.number not in desk.get("/desk/?view=mentioned").content.decode()
    assert "You are mentioned" not in as_staff(agent).get(f"/desk/tickets/{ticket.number}/").content.decode()


def test_who_may_not_see_the_ticket_is_not_told_and_the_words_are_kept(ticket, agent, agent_south, as_staff):
    for name in (agent_south.username, "nobody.at.all"):
        answer = write(as_staff(agent), ticket, f"@{name} please look")
        assert answer.status_code == 422
        told = answer.content.decode()
        assert f"@{name} is no colleague who may see this ticket: nobody was told." in told
        assert f"@{name} please look" in told
    assert not Mention.objects.exists()
    assert not Event.objects.filter(kind="note.added").exists()


def test_the_same_over_rest(ticket, reviewer, agent_south):
    _client, key = making.make_client("partner", "tickets:read", "tickets:move")

    def note(words: str, idempotency: str):
        return Client().post(
            f"/api/v1/tickets/{ticket.number}/notes/", {"words": words}, content_type="application/json",
            headers={"Authorization": f"Bearer {key}", "Idempotency-Key": idempotency},
        )  # fmt: skip

    assert note(f"@{agent_south.username} look", "1").status_code == 400
    assert note(f"@{reviewer.username} look", "2").status_code == 201
    theirs = Client()
    theirs.force_login(reviewer)
    assert [one["number"] for one in theirs.get("/api/v1/mentions/").json()] == [ticket.number]
    seen = theirs.post(
        f"/api/v1/tickets/{ticket.number}/mentions/",
        {},
        content_type="application/json",
        headers={"Idempotency-Key": "3"},
    )
    assert (seen.status_code, seen.json()) == (200, {"seen": 1})
    assert theirs.get("/api/v1/mentions/").json() == []
