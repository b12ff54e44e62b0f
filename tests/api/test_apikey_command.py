"""`manage.py apikey`: a key is shown once, only its digest is kept, and mistakes are told plainly."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from servicecenter.models import ApiClient
from tests.api.conftest import TICKETS, Caller

pytestmark = pytest.mark.django_db


def apikey(*words: str) -> str:
    out = StringIO()
    call_command("apikey", *words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.mark.parametrize("scopes", [["tickets:create,tickets:read"], ["tickets:create", "tickets:read"]])
def test_a_key_is_made_with_its_scopes_and_only_its_digest_is_kept(scopes):
    key = apikey("create", "billing", "--scopes", *scopes)
    client = ApiClient.objects.get(name="billing")
    assert client.scopes == ["tickets:create", "tickets:read"]
    secret = key.split("_", 2)[2]
    assert secret not in str(list(ApiClient.objects.values()))
    assert secret not in apikey("list")
    assert Caller(key).get(TICKETS).status_code == 200


def test_it_may_end_and_be_bound_to_where_it_comes_from():
    key = apikey(
        "create", "meters", "--scopes", "tickets:read", "--expires", "2099-01-31", "--networks", "10.0.0.0/8,::1"
    )
    client = ApiClient.objects.get(name="meters")
    assert client.expires_at.isoformat().startswith("2099-01-31T23:59:59")
    assert client.networks == ["10.0.0.0/8", "::1/128"]
    assert Caller(key).get(TICKETS).status_code == 401  # a test comes from 127.0.0.1


def test_a_key_is_replaced_and_taken_back():
    first = apikey("create", "billing", "--scopes", "tickets:read")
    second = apikey("rotate", "billing")
    assert [Caller(key).get(TICKETS).status_code for key in (first, second)] == [401, 200]
    apikey("revoke", "billing")
    assert Caller(second).get(TICKETS).status_code == 401
    assert "revoked" in apikey("list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["create", "x", "--scopes", "tickets:burn"], "No such scope: tickets:burn"),
        (["create", "billing", "--scopes", "tickets:read"], "already"),
        (["create", " ", "--scopes", "tickets:read"], "A name has"),
        (["create", "x" * 81, "--scopes", "tickets:read"], "A name has"),
        (["create", "x", "--scopes", "tickets:read", "--expires", "soon"], "neither a day"),
        (["create", "x", "--scopes", "tickets:read", "--expires", "2001-01-01"], "past"),
        (["create", "x", "--scopes", "tickets:read", "--expires", "2099-02-31"], "day"),
        (["create", "x", "--scopes", "tickets:read", "--networks", "home"], "home"),
        (["revoke", "nobody"], "no client named"),
        (["rotate", "nobody"], "no client named"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(words, said):
    apikey("create", "billing", "--scopes", "tickets:read")
    with pytest.raises(CommandError, match=said):
        apikey(*words)
    assert ApiClient.objects.count() == 1
