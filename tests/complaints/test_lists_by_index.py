"""What the embedded database is asked for a list of work it finds by an index, never by walking through all tickets."""

import re

import pytest
from django.db import connection

from tests import making

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of the other engine follow its statistics"),
]
WALK = re.compile(r"SCAN (complaints_ticket|[UVW]\d*0)$")


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/?view=all", "/desk/?view=others", "/desk/?view=all&waiting=review"]
)
@pytest.mark.parametrize("who", ["supervisor", "handler"])
def test_no_list_walks_through_every_ticket(address, who, north, network, as_staff, request):
    making.make_policy(reply=(5, "working_days"))
    handler = request.getfixturevalue("handler")
    making.make_ticket("investigating", region=north, team=network, handler=handler)
    desk, asked = as_staff(request.getfixturevalue(who)), []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert desk.get(address).status_code == 200

    lists = [(sql, params) for sql, params in asked if '"complaints_ticket" V0' in sql]
    assert lists
    for sql, params in lists:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [row[3] for row in cursor.fetchall()]
        tables = set(re.findall(r'FROM "complaints_ticket" (\w+)', sql))
        walked = [line for line in plan if WALK.match(line) and line.split()[1] in {*tables, "complaints_ticket"}]
        assert not walked, sql
