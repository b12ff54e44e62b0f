"""Every address of the house has an expectation here; a new one without fails. What is foreign does not exist."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from complaints.models import Attachment
from tests import making
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db

PUBLIC = "anyone"
FOLLOW = "who has shown number and code"
STAFF = "staff"
KEY = "a program with a key, or staff"
NOBODY = "nobody: it is not there"

EXPECTED = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "robots.txt": PUBLIC,
    "": PUBLIC,
    "thanks/": PUBLIC,
    "i18n/setlang/": PUBLIC,
    "accounts/login/": PUBLIC,
    "accounts/logout/": PUBLIC,
    "accounts/2fa/authenticate/": PUBLIC,
    "accounts/reauthenticate/": STAFF,
    "accounts/password/change/": STAFF,
    "accounts/2fa/": STAFF,
    "accounts/2fa/reauthenticate/": STAFF,
    "accounts/2fa/totp/activate/": STAFF,
    "accounts/2fa/totp/deactivate/": STAFF,
    "accounts/2fa/recovery-codes/": STAFF,
    "accounts/2fa/recovery-codes/generate/": STAFF,
    "accounts/2fa/recovery-codes/download/": STAFF,
    "accounts/signup/": NOBODY,
    "accounts/email/": NOBODY,
    "accounts/confirm-email/": NOBODY,
    "accounts/confirm-email/<key>/": NOBODY,
    "accounts/inactive/": NOBODY,
    "accounts/password/set/": NOBODY,
    "accounts/password/reset/": NOBODY,
    "accounts/password/reset/done/": NOBODY,
    "accounts/password/reset/key/done/": NOBODY,
    "accounts/password/reset/key/<uidb36>-<key>/": NOBODY,
    "accounts/login/code/confirm/": NOBODY,
    "accounts/(signup|email|confirm-email|inactive|password/(set|reset)|login/code)": NOBODY,
    "t/": PUBLIC,
    "t/leave/": PUBLIC,
    "t/lost/": PUBLIC,
    "t/back/<asked>/<token>/": PUBLIC,
    "t/<number>/": FOLLOW,
    "t/<number>/messages/": FOLLOW,
    "t/<number>/reopen/": FOLLOW,
    "t/<number>/chase/": FOLLOW,
    "t/<number>/withdraw/": FOLLOW,
    "t/<number>/rating/": FOLLOW,
    "t/<number>/copy/": FOLLOW,
    "v/<token>/": PUBLIC,
    "s/<token>/": PUBLIC,
    "s/<token>/<level>/": PUBLIC,
    "t/<number>/files/<pk>/": FOLLOW,
    "desk/": STAFF,
    "desk/news/": STAFF,
    "desk/views/": STAFF,
    "desk/beside/": STAFF,
    "desk/find/": STAFF,
    "desk/callbacks/": STAFF,
    "desk/callbacks/<number>/": STAFF,
    "desk/calls/": STAFF,
    "desk/calls/<key>/": STAFF,
    "desk/contacts/": STAFF,
    "desk/customers/<pk>/": STAFF,
    "desk/customers/<pk>/contacts/<point>/": STAFF,
    "desk/customers/<pk>/restriction/": STAFF,
    "desk/files/<pk>/": STAFF,
    "desk/handover/": STAFF,
    "desk/people/": STAFF,
    "desk/reassign/": STAFF,
    "desk/reassign/give/": STAFF,
    "desk/reassign/back/": STAFF,
    "desk/handover/<pk>/": STAFF,
    "desk/approvals/": STAFF,
    "desk/emergency/": STAFF,
    "desk/emergency/<pk>/": STAFF,
    "desk/emergency/<pk>/dispatch/": STAFF,
    "desk/emergency/<pk>/lost/": STAFF,
    "desk/emergency/<pk>/over/": STAFF,
    "desk/approvals/<number>/<sort>/": STAFF,
    "desk/tickets/<number>/": STAFF,
    "desk/tickets/<number>/moves/<name>/": STAFF,
    "desk/tickets/<number>/code/": STAFF,
    "desk/rectifications/": STAFF,
    "desk/alerts/": STAFF,
    "desk/letters/": STAFF,
    "desk/letters/<pk>/": STAFF,
    "desk/letters/<pk>/posted/": STAFF,
    "api/v1/letters/": KEY,
    "api/v1/letters/<pk>/posted/": KEY,
    "desk/people/<name>/": STAFF,
    "desk/tickets/<number>/mentions/": STAFF,
    "api/v1/mentions/": KEY,
    "api/v1/tickets/<number>/mentions/": KEY,
    "api/v1/rectifications/": KEY,
    "desk/tickets/<number>/bills/": STAFF,
    "desk/tickets/<number>/account/": STAFF,
    "desk/tickets/<number>/adjustment/": STAFF,
    "desk/tickets/<number>/adjustments/<pk>/rest/": STAFF,
    "desk/tickets/<number>/message/": STAFF,
    "desk/tickets/<number>/contacts/<pk>/": STAFF,
    "desk/tickets/<number>/attempts/": STAFF,
    "desk/tickets/<number>/milestones/<name>/": STAFF,
    "desk/tickets/<number>/clocks/<pk>/": STAFF,
    "desk/board/": STAFF,
    "desk/board/live/": STAFF,
    "desk/board/came/": STAFF,
    "desk/board/came/today/": STAFF,
    "desk/board/broken/": STAFF,
    "desk/board/yesterday/": STAFF,
    "desk/board/yesterday/<code>/": STAFF,
    "desk/tickets/<number>/papers/<name>/": STAFF,
    "desk/tickets/<number>/details/": STAFF,
    "questions/": PUBLIC,
    "api/v1/tickets/<number>/details/": KEY,
    "api/v1/tickets/<number>/access-code/": KEY,
    "desk/quality/": STAFF,
    "desk/quality/scorecards/": STAFF,
    "desk/quality/scorecards/<code>/": STAFF,
    "desk/quality/inspections/": STAFF,
    "desk/quality/inspections/mine/": STAFF,
    "desk/quality/inspections/<pk>/": STAFF,
    "desk/quality/again/": STAFF,
    "desk/quality/second-looks/": STAFF,
    "desk/quality/second-looks/<code>/": STAFF,
    "desk/quality/figures/<code>/": STAFF,
    "desk/quality/figures/<code>/cases/": STAFF,
    "desk/quality/figures/<code>/trend/": STAFF,
    "api/v1/": NOBODY,
    "api/v1/tickets/": KEY,
    "api/v1/tickets/<number>/": KEY,
    "api/v1/tickets/<number>/moves/": KEY,
    "api/v1/tickets/<number>/milestones/": KEY,
    "api/v1/tickets/<number>/attempts/": KEY,
    "api/v1/tickets/<number>/notes/": KEY,
    "api/v1/tickets/<number>/messages/": KEY,
    "api/v1/tickets/<number>/attachments/": KEY,
    "api/v1/tickets/<number>/attachments/<pk>/": KEY,
    "api/v1/tickets/<number>/deadlines/": KEY,
    "api/v1/tickets/<number>/rating/": KEY,
    "api/v1/tickets/<number>/surveys/": KEY,
    "api/v1/surveys/rules/": KEY,
    "api/v1/messages/texts/": KEY,
    "api/v1/surveys/rules/<code>/": KEY,
    "api/v1/callbacks/": KEY,
    "api/v1/callbacks/rules/": KEY,
    "api/v1/callbacks/rules/<code>/": KEY,
    "api/v1/customers/lookup/": KEY,
    "api/v1/customers/<pk>/": KEY,
    "api/v1/customers/<pk>/record/": KEY,
    "api/v1/customers/<pk>/bills/": KEY,
    "api/v1/customers/<pk>/payments/": KEY,
    "api/v1/customers/<pk>/verifications/": KEY,
    "api/v1/customers/<pk>/contacts/": KEY,
    "api/v1/customers/<pk>/contacts/<point>/": KEY,
    "api/v1/tickets/<number>/contacts/": KEY,
    "api/v1/tickets/<number>/contacts/<point>/": KEY,
    "api/v1/contacts/": KEY,
    "api/v1/suggestions/": KEY,
    "api/v1/handovers/": KEY,
    "api/v1/people/": KEY,
    "api/v1/people/<username>/": KEY,
    "api/v1/tickets/<number>/papers/<name>/": KEY,
    "api/v1/messages/texts/preview/": KEY,
    "api/v1/settings/trail/": KEY,
    "api/v1/worklist/": KEY,
    "api/v1/worklist/views/": KEY,
    "api/v1/worklist/views/<name>/": KEY,
    "api/v1/find/": KEY,
    "api/v1/approvals/": KEY,
    "api/v1/alerts/": KEY,
    "api/v1/calls/": KEY,
    "api/v1/calls/<key>/": KEY,
    "api/v1/emergency/cards/": KEY,
    "api/v1/emergency/calls/": KEY,
    "api/v1/emergency/calls/<pk>/": KEY,
    "api/v1/emergency/calls/<pk>/dispatch/": KEY,
    "api/v1/emergency/calls/<pk>/lost/": KEY,
    "api/v1/emergency/calls/<pk>/over/": KEY,
    "api/v1/customers/<pk>/restriction/": KEY,
    "api/v1/customers/<pk>/restriction/lift/": KEY,
    "api/v1/reassignments/": KEY,
    "api/v1/handovers/facts/": KEY,
    "api/v1/handovers/rules/": KEY,
    "api/v1/handovers/rules/<code>/": KEY,
    "api/v1/handovers/<pk>/": KEY,
    "api/v1/handovers/<pk>/signature/": KEY,
    "api/v1/categories/": KEY,
    "api/v1/reasons/": KEY,
    "api/v1/regions/": KEY,
    "api/v1/teams/": KEY,
    "api/v1/tickets/<number>/bills/": KEY,
    "api/v1/tickets/<number>/payments/": KEY,
    "api/v1/tickets/<number>/account/": KEY,
    "api/v1/tickets/<number>/adjustments/": KEY,
    "api/v1/tickets/<number>/adjustments/<pk>/rest/": KEY,
    "api/v1/billing/adjustments/": KEY,
    "api/v1/billing/adjustments/<pk>/": KEY,
    "api/v1/billing/adjustments/<pk>/acknowledge/": KEY,
    "api/v1/billing/adjustments/<pk>/settle/": KEY,
    "api/v1/billing/adjustments/<pk>/reject/": KEY,
    "api/v1/billing/adjustments/<pk>/reverse/": KEY,
    "api/v1/billing/bulk/": KEY,
    "api/v1/billing/customers/<id>/": KEY,
    "api/v1/billing/accounts/<id>/": KEY,
    "api/v1/billing/bills/<id>/": KEY,
    "api/v1/billing/payments/<id>/": KEY,
    "api/v1/quality/scorecards/": KEY,
    "api/v1/quality/scorecards/<code>/": KEY,
    "api/v1/quality/inspections/": KEY,
    "api/v1/quality/inspections/mine/": KEY,
    "api/v1/quality/inspections/plans/": KEY,
    "api/v1/quality/inspections/<pk>/": KEY,
    "api/v1/quality/inspections/<pk>/result/": KEY,
    "api/v1/quality/inspections/<pk>/appeal/": KEY,
    "api/v1/quality/inspections/<pk>/settlement/": KEY,
    "api/v1/quality/settings/scorecards/": KEY,
    "api/v1/quality/settings/scorecards/<code>/": KEY,
    "api/v1/quality/settings/scorecard-versions/": KEY,
    "api/v1/quality/settings/scorecard-versions/<pk>/": KEY,
    "api/v1/quality/settings/forms/": KEY,
    "api/v1/quality/settings/forms/<code>/": KEY,
    "api/v1/quality/settings/form-versions/": KEY,
    "api/v1/quality/settings/form-versions/<pk>/": KEY,
    "api/v1/quality/call-again/": KEY,
    "api/v1/quality/board/": KEY,
    "api/v1/quality/board/broken/": KEY,
    "api/v1/quality/days/<day>/": KEY,
    "api/v1/quality/days/<day>/<code>/": KEY,
    "api/v1/quality/second-looks/": KEY,
    "api/v1/quality/second-looks/<code>/": KEY,
    "api/v1/quality/figures/": KEY,
    "api/v1/quality/figures/<code>/": KEY,
    "api/v1/quality/figures/<code>/cases/": KEY,
    "api/v1/quality/figures/<code>/trend/": KEY,
    "api/v1/policies/ladders/": KEY,
    "api/v1/policies/ladders/<pk>/": KEY,
    "api/v1/policies/limits/": KEY,
    "api/v1/policies/limits/<code>/": KEY,
    "api/v1/policies/recourses/": KEY,
    "api/v1/policies/recourses/<code>/": KEY,
    "api/v1/policies/cards/": KEY,
    "api/v1/policies/cards/<code>/": KEY,
    "api/v1/policies/versions/": KEY,
    "api/v1/policies/versions/<pk>/": KEY,
    "api/v1/policies/versions/<pk>/trial/": KEY,
    "api/v1/policies/versions/<pk>/trial/tickets/": KEY,
    "api/v1/settings/calendars/": KEY,
    "api/v1/settings/calendars/<code>/": KEY,
    "api/v1/settings/calendars/<code>/holidays/": KEY,
    "api/v1/settings/calendar-days/": KEY,
    "api/v1/settings/calendar-days/<pk>/": KEY,
    "api/v1/settings/staff/": KEY,
    "api/v1/settings/staff/<username>/": KEY,
    "api/v1/settings/staff/<username>/password/": KEY,
    "api/v1/settings/roles/": KEY,
    "api/v1/settings/roles/<pk>/": KEY,
    "api/v1/settings/clients/": KEY,
    "api/v1/settings/clients/<pk>/revoked/": KEY,
    "api/v1/messages/texts/versions/": KEY,
    "api/v1/messages/texts/versions/<pk>/": KEY,
    "api/v1/settings/outgoing/": KEY,
    "api/v1/settings/outgoing/<pk>/again/": KEY,
    "api/v1/settings/outbox/": KEY,
    "api/v1/settings/outbox/<pk>/again/": KEY,
    "api/v1/settings/policies/": KEY,
    "api/v1/settings/policies/<code>/": KEY,
    "api/v1/settings/categories/": KEY,
    "api/v1/settings/categories/<code>/": KEY,
    "api/v1/settings/questions/": KEY,
    "api/v1/settings/questions/<category>/<code>/": KEY,
    "api/v1/settings/cues/": KEY,
    "api/v1/settings/cues/<pk>/": KEY,
    "api/v1/settings/reasons/": KEY,
    "api/v1/settings/reasons/<list>/<code>/": KEY,
    "api/v1/settings/regions/": KEY,
    "api/v1/settings/regions/<code>/": KEY,
    "api/v1/settings/teams/": KEY,
    "api/v1/settings/teams/<code>/": KEY,
    "api/v1/settings/duties/": KEY,
    "api/v1/settings/duties/<pk>/": KEY,
    "api/v1/settings/tags/": KEY,
    "api/v1/settings/tags/<code>/": KEY,
    "api/v1/settings/care-kinds/": KEY,
    "api/v1/settings/care-kinds/<code>/": KEY,
    "api/": NOBODY,
    "api/schema/": PUBLIC,
    "api/docs/": PUBLIC,
}
ADMIN = "admin/"  # one door for all of it: the administrator's


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address as it is written: converters and groups by their names, without regular expressions' marks."""
    for pattern in resolver.url_patterns:
        written = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            named = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", re.sub(r"\(\?P(<\w+>)(?:\[[^]]*\]|\.)\+\)", r"\1", written))
            yield named.replace("^", "").replace("$", "").replace(r"\Z", "")
        else:
            yield from routes(pattern, written)


ROUTES = sorted(set(routes(get_resolver())))
OURS = [route for route in ROUTES if not route.startswith(ADMIN)]


def test_every_address_has_an_expectation_and_none_is_left_over():
    assert set(OURS) == set(EXPECTED)


KEY_OF_NOBODY = "0b5c8a52-6c0e-4a53-9a58-6f3b6a1c2d10"


@pytest.fixture
def sample():
    """A ticket with a file, by which addresses are filled in."""
    ticket = make_ticket("investigating")
    file = Attachment.objects.create(
        ticket=ticket, name="a.png", stored="x", content_type="image/png", size=1, sha256="", added_at=NOW, added_by="x"
    )
    return {
        "number": ticket.number,
        "pk": str(file.pk),
        "name": "reply",
        "username": "nobody",
        "token": "abc",
        "asked": "1",
        "level": "5",
        "key": KEY_OF_NOBODY,
        "sort": "approval",
        "uidb36": "1",
        "code": "on-time",
        "day": "2026-03-10",
        "id": "C-1",
        "point": "1",
        "category": "brown-water",
        "list": "hold",
    }


def address(route: str, values: dict[str, str]) -> str:
    return "/" + re.sub(r"<(\w+)>", lambda match: values[match[1]], route.partition("(")[0])


def to_sign_in(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", OURS)
def test_whoever_is_not_known_gets_no_further_than_expected(route, method, sample):
    if "(" in route:
        pytest.skip("many addresses at once; each is asked by its own name")
    response = getattr(Client(), method)(address(route, sample))

    match EXPECTED[route]:
        case "anyone":
            assert response.status_code < 500 or route == "readyz", "a page of its own, not an error"
            assert not to_sign_in(response) or route.startswith("accounts/")
        case "staff":
            assert to_sign_in(response)
        case "a program with a key, or staff":
            assert response.status_code == 401
        case "nobody: it is not there":
            assert response.status_code == 404
        case "who has shown number and code":
            assert response.status_code in {302, 403, 404, 405}
            assert sample["number"] not in response.content.decode()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith(ADMIN)])
def test_the_administration_is_closed_to_strangers_and_to_staff_without_the_right(route, agent, sample):
    values = dict.fromkeys(re.findall(r"<(\w+)>", route), "1")
    known = Client()
    known.force_login(agent)
    for client in (Client(), known):
        response = client.get(address(route, values))
        assert response.status_code in {302, 403, 404}
        assert (
            response.status_code != 302
            or "/login/" in response["Location"]
            or response["Location"].startswith("/admin")
        )


PER_TICKET = [route for route in OURS if EXPECTED[route] == STAFF and "<number>" in route]
API_PER_TICKET = [route for route in OURS if EXPECTED[route] == KEY and "<number>" in route]


def assert_same(foreign, none, method: str) -> None:
    """Not one byte tells that the one exists and the other does not."""
    assert foreign.status_code == none.status_code
    assert foreign.status_code in {404, 405}, method
    assert foreign.content == none.content
    told = [{name: value for name, value in one.items() if name != "X-Request-Id"} for one in (foreign, none)]
    assert told[0] == told[1]


def unknown() -> str:
    """A number that could be one and is none."""
    gone = make_ticket()
    number = gone.number
    type(gone).objects.filter(pk=gone.pk).update(number="2603-000000-0")
    return number


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", PER_TICKET)
def test_at_the_desk_a_ticket_of_another_region_does_not_exist(route, method, agent_south, sample):
    client = Client()
    client.force_login(agent_south)
    ask = getattr(client, method)
    assert_same(ask(address(route, sample)), ask(address(route, sample | {"number": unknown()})), method)


@pytest.mark.parametrize("method", ["get", "post"])
def test_at_the_desk_a_foreign_file_does_not_exist(method, agent_south, sample):
    client = Client()
    client.force_login(agent_south)
    ask = getattr(client, method)
    assert_same(ask(f"/desk/files/{sample['pk']}/"), ask("/desk/files/987654/"), method)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", API_PER_TICKET)
def test_over_the_api_another_program_s_ticket_does_not_exist(route, method, sample):
    _client, key = making.make_client("kiosk", "tickets:create", "tickets:own", "tickets:move")
    headers = {"Authorization": f"Bearer {key}"}

    def ask(number):
        body = {"data": "{}", "content_type": "application/json"} if method == "post" else {}
        return getattr(Client(), method)(address(route, sample | {"number": number}), headers=headers, **body)

    assert_same(ask(sample["number"]), ask(unknown()), method)
