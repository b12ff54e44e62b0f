"""Lists of the desk under names of one's own: at the desk and over REST, seen by nobody else."""

import pytest

from complaints.desk import saved_views
from tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
VIEWS, REST = "/desk/views/", "/api/v1/worklist/views/"


@pytest.fixture
def desk(agent, as_staff):
    return as_staff(agent)


def test_what_is_filtered_is_kept_opened_with_one_click_and_forgotten(desk, north):
    urgent, calm = (making.make_ticket(region=north, priority=one) for one in ("critical", "normal"))
    filtered = "/desk/?mind=critical&view=all&stage=received"
    assert 'href="/desk/views/?view=all&amp;mind=critical&amp;stage=received"' in desk.get(filtered).content.decode()
    asked = desk.get(VIEWS, {"view": "all", "mind": "critical"}).content.decode()
    assert "All in my reach · Critical" in asked

    kept = desk.post(VIEWS, {"name": " Burning ", "query": "mind=critical&view=all&after=x&nonsense=1"})
    assert kept.url == "/desk/?view=all&mind=critical"
    page = desk.get("/desk/").content.decode()
    assert '<a href="/desk/?view=all&amp;mind=critical">Burning</a>' in page
    shown = desk.get(kept.url).content.decode()
    assert '<a href="/desk/?view=all&amp;mind=critical" aria-current="page">Burning</a>' in shown
    assert 'href="/desk/?view=all" aria-current' not in shown, "one of them is current, not two"
    assert urgent.number in shown
    assert calm.number not in shown

    desk.post(VIEWS, {"drop": "Burning"})
    assert "Burning" not in desk.get("/desk/").content.decode()


def test_a_name_it_cannot_have_is_said_so_and_nothing_is_lost(desk, agent):
    for name, told in (("", "required"), ("a/b", "without “/”"), ("x" * 41, "at most 40")):
        page = desk.post(VIEWS, {"name": name, "query": "view=new"})
        assert page.status_code == 422
        assert told in page.content.decode()
        assert 'name="query" value="view=new"' in page.content.decode()
    for number in range(saved_views.MOST):
        desk.post(VIEWS, {"name": f"List {number}", "query": "view=new"})
    assert "Remove one first." in desk.post(VIEWS, {"name": "One more", "query": "view=new"}).content.decode()
    assert desk.post(VIEWS, {"name": "List 3", "query": "view=all"}).status_code == 302, "the same name is kept anew"
    agent.refresh_from_db()
    assert len(saved_views.of(agent)) == saved_views.MOST


def test_over_rest_they_are_the_same_and_the_caller_s_own(desk, as_staff, supervisor):
    put = desk.put(f"{REST}Burning/", {"query": "stage=received&mind=critical&view=all"}, "application/json")
    assert (put.status_code, put.json()) == (200, {"name": "Burning", "query": "view=all&mind=critical&stage=received"})
    assert desk.get(REST).json() == [put.json()]
    assert "Burning" in desk.get("/desk/").content.decode()
    wrong = desk.put(f"{REST}Burning/", {"query": "stage=nowhere"}, "application/json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["stage"])
    assert desk.put(f"{REST}Burning/", {}, "application/json").status_code == 400
    other = as_staff(supervisor)
    assert other.get(REST).json() == []
    assert other.delete(f"{REST}Burning/").status_code == 404
    assert desk.delete(f"{REST}Burning/").status_code == 204
    assert desk.get(REST).json() == []
