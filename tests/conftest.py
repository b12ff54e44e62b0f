"""What every test stands on: the cast (tests/cast.py), and guards that let the test flush by."""

import pytest
from django.db import connection

from servicecenter import guards

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def guards_give_way_to_the_flush(request):
    """SQLite flushes by DELETE, which the guards refuse; the flush's own post_migrate puts them back."""
    marker = request.node.get_closest_marker("django_db")
    flushes = {"transactional_db", "live_server"} & set(request.fixturenames)
    if flushes or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("_django_db_helper")  # so that what follows happens before its flush
        yield
        if connection.vendor == "sqlite":
            guards.remove()
    else:
        yield
