"""What a request costs the database, in statements; transaction control is not counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Ticket
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS

pytestmark = pytest.mark.django_db
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def statements(call) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        answer = call()
    assert answer.status_code < 300, answer.content
    return [one["sql"] for one in seen if not one["sql"].startswith(CONTROL)]


ANONYMOUS = COMPLAINT | {"anonymous": True, "name": "", "contact": "", "region": "north"}


@pytest.fixture(autouse=True)
def _calendars_are_known(hotline):
    """A process reads a calendar's days once, with the first ticket."""
    hotline.create()


def test_a_create_with_its_clocks_and_its_stored_answer_takes_ten(hotline):
    taken = statements(lambda: hotline.post(TICKETS, ANONYMOUS, Idempotency_Key="k"))
    assert len(taken) <= 10, "\n".join(taken)


def test_a_new_customer_with_a_contact_and_a_category_takes_six_more(hotline):
    making.make_category()
    full = COMPLAINT | {"region": "north", "category": "brown-water", "contact": "new@customer.invalid"}
    taken = statements(lambda: hotline.post(TICKETS, full, Idempotency_Key="k"))
    assert len(taken) <= 16, "\n".join(taken)


def test_a_known_customer_takes_four_more_one_of_them_to_look_for_what_it_repeats(hotline):
    making.make_category()
    full = COMPLAINT | {"region": "north", "category": "brown-water", "contact": "new@customer.invalid"}
    hotline.post(TICKETS, full)
    taken = statements(lambda: hotline.post(TICKETS, full, Idempotency_Key="k"))
    assert len(taken) <= 14, "\n".join(taken)


def test_a_list_costs_the_same_for_ten_and_a_hundred(hotline, north):
    costs = []
    for more in (10, 90):
        for _ in range(more):
            making.make_ticket("dispatched", region=north)
        page = hotline.get(f"{TICKETS}?page_size=200").json()
        assert len(page["results"]) == Ticket.objects.count()
        costs.append(len(statements(lambda: hotline.get(f"{TICKETS}?page_size=200"))))
    assert costs[0] == costs[1] <= 3


def test_a_ticket_costs_the_same_however_much_happened_to_it(hotline):
    number = hotline.create().json()["number"]
    before = statements(lambda: hotline.get(f"{TICKETS}{number}/"))
    for _ in range(10):
        hotline.move(number, "escalate", reason=making.make_reason("escalation").code)
    after = statements(lambda: hotline.get(f"{TICKETS}{number}/"))
    assert len(after) <= len(before) <= 8, "\n".join(after)


def test_pages_are_reached_by_key(hotline, north):
    Ticket.objects.all().delete()
    numbers = [making.make_ticket(region=north).number for _ in range(7)]
    seen, address = [], f"{TICKETS}?page_size=3"
    while address:
        page = hotline.get(address).json()
        seen += [one["number"] for one in page["results"]]
        address = page["next"]
    assert seen == numbers[::-1]
    assert set(page) == {"next", "previous", "results"}
    taken = statements(lambda: hotline.get(f"{TICKETS}?page_size=3"))
    assert not [one for one in taken if "OFFSET" in one or "COUNT(" in one]
