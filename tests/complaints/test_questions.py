"""Each category asks its own questions on every door; answers stay with the ticket, and what is open is said."""

import pytest

from channels_hub.models import Inbound
from complaints import questions
from complaints.models import Question, Ticket
from servicecenter.models import Event, EventText
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS, caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def ask(category, code: str, kind: str = "text", **fields) -> Question:
    question = Question(category=category, code=code, kind=kind, labels=making.named(code), **fields)
    question.full_clean()
    question.save()
    return question


@pytest.fixture
def lost():
    category = making.make_category("lost-property", nature="help")
    ask(category, "thing", required=True)
    ask(category, "line", "choice", choices=[{"code": "l1", "en": "Line 1", "zh-hans": "1号线"}])
    ask(category, "hurt", "yes_no", safety=True)
    return category


def web(**more):
    fields = {
        "words": "I left my bag.", "nature": "help", "category": "lost-property", "place": "Tram",
        "name": "Mei Chen", "contact": "mei@customer.invalid", "consent": "on",
    }  # fmt: skip
    return fields | more


def test_the_public_form_asks_what_the_category_asks_danger_first(client, north, lost):
    told = client.get("/questions/?category=lost-property").content.decode()
    assert told.index("detail_hurt") < told.index("detail_line") < told.index("detail_thing")
    assert client.get("/questions/?category=nonsense").content == b""


def test_without_script_the_questions_come_with_the_answer_and_nothing_is_lost(client, north, lost):
    first = client.post("/", web())
    assert first.status_code == 422
    assert "I left my bag." in first.content.decode()
    assert 'name="detail_thing"' in first.content.decode()
    assert not Ticket.objects.exists()

    client.post("/", web(detail_thing="A red bag", detail_line="l1"))
    assert Ticket.objects.get().details == {"lost-property": {"thing": "A red bag", "line": "l1"}}
    assert "A red bag" in bytes(Inbound.objects.get().raw).decode()


def test_a_wrong_answer_is_named_at_its_question(client, north, lost):
    told = client.post("/", web(detail_thing="bag", detail_line="l9"))
    assert told.status_code == 422
    assert "id_detail_line_error" in told.content.decode()


def test_a_program_is_never_refused_for_what_it_does_not_know_and_the_ticket_says_what_is_open(
    north, lost, agent, as_staff
):
    hotline = caller("hotline")
    number = hotline.post(TICKETS, COMPLAINT | {"category": "lost-property", "nature": "help"}).json()["number"]
    open_now = hotline.get(f"{TICKETS}{number}/").json()["details"]
    assert [(one["code"], one["answer"]) for one in open_now] == [("thing", "")]
    assert "Still to ask" in as_staff(agent).get(f"/desk/tickets/{number}/").content.decode()

    said = hotline.post(f"{TICKETS}{number}/details/", {"details": {"thing": "A red bag", "hurt": False, "line": "l1"}})
    assert said.status_code == 201
    answered = {one["code"]: one["words"] for one in hotline.get(f"{TICKETS}{number}/").json()["details"]}
    assert answered == {"hurt": "No", "thing": "A red bag", "line": "Line 1"}


@pytest.mark.parametrize(
    ("details", "where"),
    [({"colour": "red"}, "details"), ({"line": "l9"}, "details.line"), ("red", "details"), ({"thing": []}, "details")],
)
def test_an_answer_that_fits_no_question_is_refused_by_name(north, lost, details, where):
    body = COMPLAINT | {"category": "lost-property", "nature": "help", "details": details}
    told = caller("hotline").post(TICKETS, body)
    assert (told.status_code, list(told.json()["errors"])) == (400, [where])
    assert not Ticket.objects.exists()


def test_a_program_learns_the_questions_from_the_categories(lost):
    (told,) = caller("hotline").get("/api/v1/categories/").json()
    assert [(one["code"], one["kind"], one["required"]) for one in told["questions"]] == [
        ("hurt", "yes_no", False), ("line", "choice", False), ("thing", "text", True),
    ]  # fmt: skip
    assert told["questions"][1]["choices"] == [{"code": "l1", "label": "Line 1"}]


def test_the_desk_completes_what_is_open_on_the_record(north, lost, agent, as_staff):
    ticket = making.make_ticket(region=north, category=lost, nature="help")
    desk, address = as_staff(agent), f"/desk/tickets/{ticket.number}/details/"
    assert 'name="detail_thing"' in desk.get(address).content.decode()

    assert desk.post(address, {"detail_thing": "A red bag"}).status_code == 302
    event = Event.objects.get(kind="details.recorded")
    assert event.payload["questions"] == ["thing"]
    assert EventText.objects.get(event=event).text == {"answers": {"thing": "A red bag"}}
    desk.post(address, {"detail_thing": "A red bag"})
    assert Event.objects.filter(kind="details.recorded").count() == 1, "nothing new, nothing recorded"


def test_whoever_may_not_write_or_see_is_not_asked(north, lost, agent_south, as_staff):
    ticket = making.make_ticket(region=north, category=lost, nature="help")
    plain = making.make_ticket(region=north)
    assert as_staff(agent_south).get(f"/desk/tickets/{ticket.number}/details/").status_code == 404
    assert as_staff(agent_south).get(f"/desk/tickets/{plain.number}/details/").status_code == 404


def test_answers_stay_when_the_matter_is_called_something_else(north, lost):
    ticket = making.make_ticket(region=north, category=lost, nature="help", details={"thing": "A red bag"})
    other = making.make_category()
    Ticket.objects.filter(pk=ticket.pk).update(category=other)
    ticket = Ticket.objects.select_related("category").get(pk=ticket.pk)

    assert [one.words for one in questions.told(ticket)] == ["A red bag"]


@pytest.mark.parametrize(
    ("kind", "choices"),
    [("choice", []), ("text", [{"code": "a", "en": "A", "zh-hans": "甲"}]), ("choice", [{"code": "a", "en": "A"}]),
     ("choice", [{"code": "a", "en": "A", "zh-hans": "甲"}] * 2), ("choice", "a"), ("choice", [{"en": "A"}])],
)  # fmt: skip
def test_an_administrator_cannot_save_a_question_nobody_could_answer(lost, kind, choices):
    with pytest.raises(Exception, match="choice"):
        ask(lost, "bad", kind, choices=choices)
