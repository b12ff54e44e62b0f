"""What a list costs the database does not depend on how much it lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import making

pytestmark = pytest.mark.django_db
LISTS = [
    "/desk/?view=all",
    "/desk/",
    "/desk/find/?q=4+Canal",
    "/desk/find/?q=Mei",
    "/desk/find/?q=mei.chen@customer.invalid",
]
API_LISTS = ["", "?open=true", "?team=network", "?region=north&stage=dispatched"]


def statements(client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address, headers=headers).status_code == 200
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for one in told)


def cost_with_ten_and_with_a_hundred(ask, north, network) -> list[int]:
    costs = []
    for more in (10, 90):
        for _ in range(more):
            making.make_ticket("dispatched", region=north, team=network)
        costs.append(ask())
    return costs


@pytest.mark.parametrize("address", LISTS)
def test_ten_rows_and_a_hundred_cost_the_staff_the_same(address, client, north, network, supervisor):
    client.force_login(supervisor)
    few, many = cost_with_ten_and_with_a_hundred(lambda: statements(client, address), north, network)
    assert few == many <= 6


@pytest.mark.parametrize("query", API_LISTS)
def test_ten_rows_and_a_hundred_cost_a_program_the_same(query, client, north, network):
    _client, key = making.make_client()
    address = f"/api/v1/tickets/{query}"
    few, many = cost_with_ten_and_with_a_hundred(
        lambda: statements(client, address, Authorization=f"Bearer {key}"), north, network
    )
    assert few == many <= 6
