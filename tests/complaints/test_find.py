"""Finding a ticket by what is at hand, and never one that is not for the reader."""

import pytest

from complaints import numbers
from tests import making

pytestmark = pytest.mark.django_db


def find(client, typed):
    return client.get("/desk/find/", {"q": typed})


@pytest.mark.parametrize("written", ["{}", " {} ", "{}."])
def test_the_number_leads_straight_to_the_ticket(ticket, agent, as_staff, written):
    typed = written.format(ticket.number.replace("-", " "))

    assert find(as_staff(agent), typed).url == f"/desk/tickets/{ticket.number}/"


def test_a_mistyped_number_is_told_so_with_the_ones_it_may_be(ticket, agent, as_staff):
    wrong = ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10)

    page = find(as_staff(agent), wrong).content.decode()

    assert "The last digit checks the others, and it does not fit." in page
    assert ticket.number in page


def test_a_mistyped_number_names_no_ticket_of_another_region(ticket, agent_south, as_staff):
    wrong = ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10)

    assert ticket.number not in find(as_staff(agent_south), wrong).content.decode()


def test_two_neighbours_swapped_are_put_right():
    number = numbers.draw_number(making.NOW)
    digits = number.replace("-", "")
    place = next(n for n in range(10) if digits[n] != digits[n + 1])
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert number in numbers.near(swapped)


def test_no_ticket_and_not_yours_read_the_same(ticket, agent_south, as_staff):
    desk = as_staff(agent_south)
    free = next(one for one in numbers.near("26110000000") if one != ticket.number)
    foreign, unknown = find(desk, ticket.number), find(desk, free)

    assert foreign.status_code == unknown.status_code == 404
    assert "There is no ticket" in foreign.content.decode()


@pytest.mark.parametrize("typed", ["+86 138 0013 8123", "13800138123", "8123"])
def test_a_phone_finds_its_tickets_whole_or_by_its_last_four_digits(north, agent, as_staff, typed):
    ticket = making.make_ticket(region=north, contact="13800138123")

    assert find(as_staff(agent), typed).url == f"/desk/tickets/{ticket.number}/"


def test_an_email_finds_its_tickets_however_it_is_written(ticket, agent, as_staff):
    assert find(as_staff(agent), "MEI.CHEN@customer.invalid").url == f"/desk/tickets/{ticket.number}/"


@pytest.mark.parametrize("typed", ["mei", "Chen", "4 canal", "the water"])
def test_words_find_by_how_name_title_or_place_begin(north, agent, as_staff, typed):
    first = making.make_ticket(region=north)
    second = making.make_ticket(region=north)
    making.make_ticket(region=north, name="Omar Brook", contact="o@customer.invalid", place="9 Weir", words="No heat.")

    page = find(as_staff(agent), typed).content.decode()

    assert "2 tickets for" in page
    assert page.index(second.number) < page.index(first.number)  # newest first


def test_chinese_names_and_places_are_found(north, agent, as_staff):
    ticket = making.make_ticket(region=north, name="周敏", contact="zm@customer.invalid", place="柳堤路 14 号")

    assert find(as_staff(agent), "周").status_code == 200  # one letter is too little
    assert find(as_staff(agent), "周敏").url == f"/desk/tickets/{ticket.number}/"
    assert find(as_staff(agent), "柳堤路").url == f"/desk/tickets/{ticket.number}/"


@pytest.mark.parametrize("typed", ["Mei Chen", "mei.chen@customer.invalid"])
def test_the_department_cannot_find_out_a_confidential_customer(north, network, handler, agent, as_staff, typed):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)

    assert "Nothing found" in find(as_staff(handler), typed).content.decode()
    assert find(as_staff(agent), typed).url == f"/desk/tickets/{ticket.number}/"


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\\", "x" * 5000, "' OR 1=1 --", "00000000000", "\x00null"])
def test_whatever_is_typed_is_answered(ticket, agent, as_staff, typed):
    assert find(as_staff(agent), typed).status_code in {200, 404}


def test_a_percent_sign_finds_itself_and_not_everything(ticket, agent, as_staff):
    assert "Nothing found" in find(as_staff(agent), "%%").content.decode()


def beside(client, *numbered) -> str:
    return client.get("/desk/beside/", {"to": ",".join(numbered)}).url


def test_the_way_through_a_list_leads_past_what_is_out_of_reach(north, south, agent, as_staff):
    foreign, near, far = (making.make_ticket(region=region) for region in (south, north, north))

    assert beside(as_staff(agent), foreign.number, near.number, far.number) == f"/desk/tickets/{near.number}/"


@pytest.mark.parametrize("nonsense", ["", "x", "\x00", "2611-000000-1", ",,,"])
def test_where_the_way_leads_nowhere_it_leads_back_to_the_desk(south, agent, as_staff, nonsense):
    foreign = making.make_ticket(region=south)

    assert beside(as_staff(agent), nonsense, foreign.number) == "/desk/"


def test_who_looks_customers_up_finds_them_by_account_meter_and_address(north, agent, handler, as_staff):
    lucy = making.make_customer(
        "Lucy Marsh", "13900139107", address="9 Kelp Bay", region=north, account="40 2217 0259", meter="W-5530954"
    )
    making.make_customer("Clara Dunn", "13900139108", address="45 Kelp Bay", region=north, account="40 2217 0629")
    ticket = making.make_ticket(region=north, contact="13900139107", name="Lucy Marsh", place="The bus stop")
    assert ticket.customer == lucy
    for typed in ("40 2217 0259", "5530954", "9 kelp"):
        assert find(as_staff(agent), typed).url == f"/desk/tickets/{ticket.number}/", typed
    page = find(as_staff(agent), "clara").content.decode()
    assert "No ticket for “clara”" in page
    assert "45 Kelp Bay" in page
    assert "Nothing found" in find(as_staff(handler), "clara").content.decode(), "departments look nobody up"
