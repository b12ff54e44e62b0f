"""What is printed: in the customer's language, with no more of the customer than its reader may see."""

import pytest
from django.conf import settings

from complaints import papers
from complaints.stages import declining, pressing
from servicecenter.models import Event, EventText
from tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
EMAIL = "mei.chen@customer.invalid"


def address(ticket, name: str) -> str:
    return f"/desk/tickets/{ticket.number}/papers/{name}/"


def test_the_registration_form_speaks_the_customers_language_whoever_prints_it(north, agent, as_staff):
    ticket = making.make_ticket(region=north, language="zh-hans", words="水发黄。")
    told = as_staff(agent).get(address(ticket, "registration")).content.decode()

    sheet = told[told.index('<article class="paper"') :]
    assert "客户投诉登记表" in sheet
    assert settings.UTILITY_NAMES["zh-hans"] in sheet, "who we are, too"
    assert settings.UTILITY_NAMES["en"] not in sheet
    assert ticket.number in sheet
    assert "水发黄。" in sheet
    assert "Registration form" in told[: told.index("<article")], "around it the reader's own language"


def test_a_paper_shows_the_contact_in_full_only_for_a_reason_that_is_kept(north, agent, as_staff):
    ticket = making.make_ticket(region=north)
    desk = as_staff(agent)
    assert EMAIL not in desk.get(address(ticket, "visit")).content.decode()

    silent = desk.post(address(ticket, "visit"), {"why": ""})
    assert (silent.status_code, EMAIL in silent.content.decode()) == (422, False)

    assert EMAIL in desk.post(address(ticket, "visit"), {"why": "For the crew."}).content.decode()
    event = Event.objects.get(kind="contact.revealed")
    assert EventText.objects.get(event=event).text == {"why": "For the crew."}


def test_a_confidential_customer_is_not_named_on_paper_to_the_department(north, network, handler, as_staff):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)
    told = as_staff(handler).get(address(ticket, "visit")).content.decode()

    assert "Confidential" in told
    assert ticket.customer.name not in told
    assert as_staff(handler).post(address(ticket, "visit"), {"why": "x"}).content.decode().count(EMAIL) == 0


def test_only_an_answered_ticket_has_a_reply_letter_and_only_an_open_one_a_visit_slip(north, supervisor, as_staff):
    desk = as_staff(supervisor)
    opened, answered = making.make_ticket("investigating", region=north), making.make_ticket("replied", region=north)

    def there(ticket) -> dict[str, int]:
        return {name: desk.get(address(ticket, name)).status_code for name in [*papers.PAPERS, "nonsense"]}

    assert there(opened) == {"registration": 200, "reply": 404, "visit": 200, "nonsense": 404}
    assert there(answered) == {"registration": 200, "reply": 200, "visit": 404, "nonsense": 404}


def test_the_reply_letter_says_what_was_answered(north, supervisor, as_staff):
    ticket = making.make_ticket("replied", region=north)
    told = as_staff(supervisor).get(address(ticket, "reply")).content.decode()

    answer = papers.answer_of(ticket, list(ticket.requests.all()))
    assert answer is not None
    assert answer.words
    assert answer.words in told
    assert f"Dear {ticket.customer.name}," in told
    assert "until" in told


def test_who_was_turned_down_gets_the_letter_with_its_words(north, reviewer, supervisor, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    by = {"at": making.NOW, "source": "desk"}
    said = {"facts": "It was read.", "words": "The photograph shows the figure.", "where_to_go": "The office."}
    declining.propose_reject(ticket, actor=making.acting(reviewer), **by, **said)
    ticket.refresh_from_db()
    declining.reject(ticket, actor=making.acting(supervisor), **by)
    letter = as_staff(supervisor).get(address(ticket, "reply")).content.decode()
    assert "The photograph shows the figure." in letter
    assert ("You do not agree?" in letter, "It is not solved?" in letter) == (True, False)


def test_what_was_withdrawn_has_no_answer_to_print(north, agent, supervisor, as_staff):
    ticket = making.make_ticket(region=north)
    pressing.withdraw(ticket, actor=making.acting(agent), at=making.NOW, source="desk", words="Never mind.")
    assert as_staff(supervisor).get(address(ticket, "reply")).status_code == 404


def test_a_foreign_ticket_has_no_papers(north, agent_south, as_staff):
    ticket = making.make_ticket(region=north)
    assert as_staff(agent_south).get(address(ticket, "registration")).status_code == 404


def test_what_does_not_fit_is_cut_by_its_width():
    assert papers.clipped("水" * 10, 8) == "水水水水…"
    assert papers.clipped("brown  water", 20) == "brown water"
