"""The people of our tests, by name, and the moment they live in. Imported whole by conftest.py.

North and south are two regions of Alderport; whoever has no region in their role works for both.
"""

from datetime import datetime

import pytest

from complaints.models import Ticket
from complaints.promises import ladders
from servicecenter import opening_hours
from servicecenter.models import ApiClient, Region, Team, User
from tests import making


@pytest.fixture(autouse=True)
def calendars_and_ladders_are_read_afresh():
    """A rolled-back test gives its rows' keys to the next one, whose hours and steps may differ.

    After each test too: what a module builds once is built before this is asked.
    """
    opening_hours.forget()
    ladders.forget()
    yield
    opening_hours.forget()
    ladders.forget()


@pytest.fixture
def now() -> datetime:
    """Wednesday 2026-03-11 10:00 in Alderport."""
    return making.NOW


@pytest.fixture
def north(db) -> Region:
    return making.make_region("north")


@pytest.fixture
def south(db) -> Region:
    return making.make_region("south")


@pytest.fixture
def network(db) -> Team:
    """The department that keeps the pipes."""
    return making.make_team("network")


@pytest.fixture
def billing_team(db) -> Team:
    return making.make_team("billing")


@pytest.fixture
def agent(north) -> User:
    return making.make_staff("agent", name="ada", region=north)


@pytest.fixture
def agent_south(south) -> User:
    return making.make_staff("agent", name="ines", region=south)


@pytest.fixture
def reviewer(north) -> User:
    return making.make_staff("reviewer", name="ruth", region=north)


@pytest.fixture
def coordinator(north, network) -> User:
    return making.make_staff("coordinator", name="carl", region=north, team=network)


@pytest.fixture
def handler(north, network) -> User:
    return making.make_staff("handler", name="hana", region=north, team=network)


@pytest.fixture
def other_handler(north, billing_team) -> User:
    """Handles as well, in another department."""
    return making.make_staff("handler", name="otto", region=north, team=billing_team)


@pytest.fixture
def supervisor(north) -> User:
    return making.make_staff("supervisor", name="sven", region=north)


@pytest.fixture
def shift_leader(db) -> User:
    return making.make_staff("shift_leader", name="lea")


@pytest.fixture
def complaint_manager(db) -> User:
    return making.make_staff("complaint_manager", name="mira")


@pytest.fixture
def integrity_officer(db) -> User:
    return making.make_staff("integrity_officer", name="igor")


@pytest.fixture
def auditor(db) -> User:
    return making.make_staff("auditor", name="aude")


@pytest.fixture
def administrator(db) -> User:
    return making.make_staff("administrator", name="adam")


@pytest.fixture
def api_client(db) -> tuple[ApiClient, str]:
    """A program with every scope, and its key."""
    return making.make_client("billing")


@pytest.fixture
def ticket(north) -> Ticket:
    """Mei Chen's complaint about brown water, just received in the north."""
    return making.make_ticket(region=north)
