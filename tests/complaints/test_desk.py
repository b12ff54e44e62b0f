"""The desk: what waits for whom, in the order it is due, whole and never twice."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.desk import worklist
from complaints.models import Ticket
from tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
NOW = making.NOW


def numbers(response) -> list[str]:
    return re.findall(r'href="/desk/tickets/([\d-]+)/"', response.content.decode())


def due(number: int, **when) -> None:
    Ticket.objects.filter(pk=number).update(next_due_at=NOW + timedelta(**when))


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/desk/").url.startswith("/accounts/login/")


def test_the_agent_finds_what_came_in_and_not_what_waits_for_others(north, network, agent, as_staff):
    received = making.make_ticket(region=north)
    making.make_ticket("dispatched", region=north, team=network)
    to_archive = making.make_ticket("replied", region=north)
    making.make_ticket("archived", region=north)

    assert set(numbers(as_staff(agent).get("/desk/"))) == {received.number, to_archive.number}


def test_the_coordinator_finds_what_the_team_has_not_accepted_yet(north, network, coordinator, as_staff):
    sent = making.make_ticket("dispatched", region=north, team=network)
    making.make_ticket("dispatched", region=north, team=making.make_team("billing"))
    making.make_ticket("received", region=north)

    assert numbers(as_staff(coordinator).get("/desk/")) == [sent.number]


def test_the_handler_finds_what_is_theirs(north, network, handler, other_handler, as_staff):
    mine = making.make_ticket("investigating", region=north, team=network, handler=handler)
    making.make_ticket("investigating", region=north, team=network, handler=other_handler)

    assert numbers(as_staff(handler).get("/desk/")) == [mine.number]


def test_nobody_finds_what_another_region_has(south, agent, as_staff):
    making.make_ticket(region=south)

    for view in worklist.VIEWS:
        assert numbers(as_staff(agent).get(f"/desk/?view={view}")) == []


def test_a_report_of_wrongdoing_waits_for_the_integrity_officer_alone(north, agent, integrity_officer, as_staff):
    report = making.make_ticket(region=north, nature="report")

    assert numbers(as_staff(agent).get("/desk/?view=all")) == []
    assert numbers(as_staff(integrity_officer).get("/desk/")) == [report.number]


def test_what_waits_for_others_is_what_is_not_mine(north, network, agent, as_staff):
    making.make_ticket(region=north)
    theirs = making.make_ticket("dispatched", region=north, team=network)

    assert numbers(as_staff(agent).get("/desk/?view=others")) == [theirs.number]


def test_the_nearest_due_comes_first_in_groups_with_words(north, agent, as_staff):
    later, late, soon = (making.make_ticket(region=north) for _ in range(3))
    due(later.pk, days=3)
    due(late.pk, minutes=-42)
    due(soon.pk, minutes=41)

    response = as_staff(agent).get("/desk/")

    assert numbers(response) == [late.number, soon.number, later.number]
    page = response.content.decode()
    order = [page.index(f"<h2>{words}") for words in ("Overdue", "Within the hour", "Tomorrow and after")]
    assert order == sorted(order)
    assert '<span class="sr">overdue </span>−42 min' in page
    assert "41 min" in page
    assert "3 d 0 h" in page


def test_what_is_held_comes_last_and_says_what_for(north, reviewer, as_staff):
    making.make_policy(reply=(5, "working_days"))
    held, running = (making.make_ticket("reviewing", region=north, by=making.acting(reviewer)) for _ in range(2))
    making.hold(held, at=NOW, until=NOW + timedelta(days=1), by=making.acting(reviewer))

    response = as_staff(reviewer).get("/desk/")

    assert numbers(response) == [running.number, held.number]
    assert "hold-reason" in response.content.decode()


def test_ticks_narrow_the_list_and_are_counted_beside_one_another(north, agent, as_staff):
    making.make_ticket(region=north, nature="complaint", priority="critical")
    making.make_ticket(region=north, nature="complaint")
    fault = making.make_ticket(region=north, nature="repair", anonymous=True)
    due(fault.pk, minutes=-1)
    desk = as_staff(agent)

    both = desk.get("/desk/?kind=complaint&kind=repair")
    one = desk.get("/desk/?kind=repair&due=overdue&mind=sensitive")
    none = desk.get("/desk/?kind=complaint&due=overdue")

    assert len(numbers(both)) == 3
    assert numbers(one) == [fault.number]
    assert numbers(none) == []
    assert "Nothing fits these filters." in none.content.decode()
    ticks = {tick.value: tick.count for facet in one.context["facets"] for tick in facet.ticks}
    assert ticks["overdue"] == "1"
    assert ticks["repair"] == "1"


def test_ticks_nobody_offers_change_nothing(ticket, agent, as_staff):
    response = as_staff(agent).get("/desk/?kind=%27%3B--&due=never&view=all%00&after=d99x-%F0&mind=")

    assert numbers(response) == [ticket.number]


@pytest.mark.parametrize(
    "key", ["d-1", "d99999999999999999999999-1", "p5-x", "n-999999999999999999999999", "z1-1", "d"]
)
def test_a_key_that_cannot_be_read_never_breaks_the_page(ticket, agent, as_staff, key):
    assert as_staff(agent).get(f"/desk/?after={key}").status_code == 200


def test_paging_goes_through_everything_once(north, agent, reviewer, as_staff):
    made = [making.make_ticket(region=north) for _ in range(worklist.PAGE * 2 + 9)]
    for place, one in enumerate(made):
        due(one.pk, minutes=place // 3)  # several are due at the same moment
    Ticket.objects.filter(pk__in=[one.pk for one in made[:20]]).update(next_due_at=None)
    Ticket.objects.filter(pk__in=[one.pk for one in made[:10]]).update(held_at=NOW, held_until=NOW + timedelta(days=1))
    desk, address, seen, pages = as_staff(agent), "/desk/", [], 0
    while address:
        response = desk.get(address)
        seen += numbers(response)
        further = response.context["further"]
        address = f"/desk/?after={further}" if further else ""
        pages += 1

    assert pages == 3
    assert len(seen) == len(set(seen)) == len(made)
    assert seen[-20:] == [one.number for one in [*made[:10], *made[10:20]]]


def statements(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert client.get(address).status_code == 200
    return len(
        [one for one in told.captured_queries if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    )


def test_ten_rows_and_a_hundred_cost_the_same_six_statements(north, agent, as_staff):
    desk = as_staff(agent)
    for _ in range(10):
        making.make_ticket(region=north)
    few = statements(desk, "/desk/?kind=complaint")
    for _ in range(90):
        making.make_ticket(region=north)

    assert statements(desk, "/desk/?kind=complaint") == few <= 6


def test_a_list_that_stands_open_is_told_what_came_and_went(north, agent, as_staff):
    stays, goes = (making.make_ticket(region=north) for _ in range(2))
    due(stays.pk, minutes=90)
    making.advance(goes, "reviewing")
    making.advance(goes, "dispatched")
    making.make_ticket(region=north)

    news = as_staff(agent).get(f"/desk/news/?shown={stays.pk}.{goes.pk}.0.x").content.decode()

    assert "1 new" in news
    assert "gone" in news
    assert f'id="clock-{stays.pk}" hx-swap-oob="true"' in news
    assert "1 h 30" in news


def test_what_customers_write_is_shown_as_they_wrote_it(north, agent, as_staff):
    nasty = "<script>alert(1)</script>{{ 7|add:1 }}\"'><img src=x onerror=alert(1)>"
    making.make_ticket(region=north, title=nasty, name=nasty, place=nasty)

    page = as_staff(agent).get("/desk/").content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:1 }}" in page


def test_the_empty_desk_says_so(agent, as_staff):
    told = as_staff(agent).get("/desk/").content.decode()
    assert "Nothing waits for you." in told
    assert '?view=all">All in my reach</a> <span' not in told, "there is nothing else to look at"


def test_the_empty_desk_of_who_handles_nothing_leads_to_what_they_may_see(north, auditor, as_staff):
    making.make_ticket(region=north)

    told = as_staff(auditor).get("/desk/").content.decode()

    assert "Nothing waits for you." in told
    assert '<a class="unbroken" href="/desk/?view=all">All in my reach</a> <span class="d3 num">1</span>' in told
