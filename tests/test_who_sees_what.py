"""Every role before everybody's things: which tickets exist for whom, at the desk and over the API, to read and to
change. What is not theirs answers with the same bytes as what was never there."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from complaints.calling import drafts
from complaints.lifecycle import MOVES
from complaints.models import Attachment, EmergencyCall, Named, SafetyCard, Ticket
from servicecenter.models import User
from tests import making
from tests.making import NOW, make_staff, make_ticket
from tests.test_permissions import API_PER_TICKET, KEY_OF_NOBODY, PER_TICKET, address, assert_same, unknown

pytestmark = pytest.mark.django_db

# The tickets: all but "elsewhere" lie in the north with the department network and its handler hana.
#   own            an ordinary complaint                 elsewhere     in the south, with the department billing
#   sensitive      few may read it                       about         names hana: she and her house stand outside
#   anonymous      nobody knows who wrote                confidential  the centre knows who wrote, the department not
#   report         of wrongdoing
ORDINARY = {"own", "anonymous", "confidential"}
SEES = {
    # role, and where it is held           what exists for them
    "agent in the north":                  ORDINARY | {"about"},
    "agent in the south":                  {"elsewhere"},
    "reviewer in the north":               ORDINARY | {"about", "sensitive"},
    "supervisor in the north":             ORDINARY | {"about", "sensitive"},
    "inspector in the north":              ORDINARY | {"about"},
    "shift_leader":                        ORDINARY | {"about", "sensitive", "elsewhere"},
    "complaint_manager":                   ORDINARY | {"about", "sensitive", "elsewhere"},
    "auditor":                             ORDINARY | {"about", "sensitive", "elsewhere"},
    "coordinator of network":              ORDINARY | {"sensitive"},
    "handler of network":                  ORDINARY | {"sensitive"},
    "crew of network":                     ORDINARY | {"sensitive"},
    "handler of billing":                  {"elsewhere"},
    "integrity_officer":                   {"report"},
    "finance_approver":                    set(),
    "knowledge_editor":                    set(),
    "privacy_officer":                     set(),
    "administrator":                       set(),
}  # fmt: skip
KINDS = ["own", "elsewhere", "sensitive", "about", "anonymous", "confidential", "report"]
KNOWS_THE_CONFIDENTIAL = {
    "agent", "reviewer", "supervisor", "inspector", "shift_leader", "complaint_manager", "auditor",
}  # fmt: skip
CUSTOMER = "Mei Chen"


@pytest.fixture(autouse=True)
def _ten_o_clock() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def tickets(north, south, network, billing_team) -> dict[str, Ticket]:
    making.make_policy(reply=(5, "working_days"))
    hana = make_staff("handler", name="hana", region=north, team=network)
    made = {}
    for kind in KINDS:
        home = {"region": south, "team": billing_team} if kind == "elsewhere" else {"region": north, "team": network}
        made[kind] = make_ticket(
            "investigating", **home, anonymous=kind == "anonymous", confidential=kind == "confidential",
            handler=hana if kind in {"own", "sensitive"} else None,
        )  # fmt: skip
        Attachment.objects.create(
            ticket=made[kind], name="a.png", stored=kind, content_type="image/png", size=1, sha256="",
            added_at=NOW, added_by="customer",
        )  # fmt: skip
    changed = {"sensitive": {"sensitive": True}, "about": {"names_staff": True}, "report": {"nature": "report"}}
    for kind, values in changed.items():
        Ticket.objects.filter(pk=made[kind].pk).update(**values)
    Named.objects.create(ticket=made["about"], user=hana, at=NOW)
    return made


def somebody(who: str) -> User:
    """A member of staff as the table names them."""
    role, _word, home = re.fullmatch(r"(\w+)(?: (in the|of) (\w+))?", who).groups()
    place = {"in the": {"region": home and making.make_region(home)}, "of": {"team": home and making.make_team(home)}}
    return make_staff(role, name="who", **place.get(_word, {}))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def parts(route: str, ticket: Ticket) -> dict[str, str]:
    """What this address of the ticket is filled in with: what hangs under it is really there."""
    pk = ticket.attachments.get().pk
    if "/clocks/" in route:
        pk = ticket.clocks.all()[0].pk
    elif "/contacts/" in route and ticket.contact_point_id:
        pk = ticket.contact_point_id
    return {"number": ticket.number, "name": "reply", "sort": "approval", "pk": str(pk), "point": str(pk)}


ROUTES = [*PER_TICKET, *API_PER_TICKET]


def ask(client: Client, method: str, where: str):
    body = {"data": "{}", "content_type": "application/json"} if method == "post" and where.startswith("/api/") else {}
    return getattr(client, method)(where, **body)


@pytest.mark.parametrize("who", SEES)
def test_a_ticket_exists_for_exactly_those_of_the_table(who, tickets):
    client = signed_in(somebody(who))
    there = {kind for kind, one in tickets.items() if client.get(f"/desk/tickets/{one.number}/").status_code == 200}
    by_api = {kind for kind, one in tickets.items() if client.get(f"/api/v1/tickets/{one.number}/").status_code == 200}
    assert (there, by_api) == (SEES[who], SEES[who])


@pytest.mark.parametrize("who", SEES)
def test_it_is_in_no_list_of_those_it_does_not_exist_for(who, tickets):
    client = signed_in(somebody(who))
    lists = ["/desk/?view=all", "/desk/find/?q=water", "/desk/callbacks/", "/desk/contacts/", "/desk/approvals/",
             "/desk/board/", "/desk/quality/inspections/", "/desk/quality/figures/on-time/cases/", "/api/v1/tickets/",
             "/api/v1/callbacks/", "/api/v1/quality/board/", "/api/v1/quality/figures/on-time/cases/"]  # fmt: skip
    told = "".join(client.get(one).content.decode() for one in lists)
    assert {kind for kind, one in tickets.items() if one.number in told} <= SEES[who]


@pytest.fixture
def in_turns(request) -> Callable[[list, int], list]:
    """Two of the list, others each turn; with --nightly all of them."""

    def some(every: list, turn: int) -> list:
        whole = request.config.getoption("--nightly") or len(every) <= 2
        return every if whole else [every[turn % len(every)], every[(turn + 1) % len(every)]]

    return some


@pytest.mark.parametrize("who", SEES)
def test_what_does_not_exist_for_them_answers_as_what_was_never_there(who, tickets, in_turns):
    """By every address of a ticket, to read and to change; nothing of it is changed."""
    client, none = signed_in(somebody(who)), unknown()
    hidden = [tickets[kind] for kind in KINDS if kind not in SEES[who]]
    before = list(Ticket.objects.order_by("pk").values())
    for turn, (route, method) in enumerate((route, method) for route in ROUTES for method in ("get", "post")):
        never = ask(client, method, address(route, parts(route, tickets["own"]) | {"number": none}))
        for ticket in in_turns(hidden, turn):
            assert_same(ask(client, method, address(route, parts(route, ticket))), never, method)
    for ticket in hidden:
        file = ticket.attachments.get().pk
        assert_same(client.get(f"/desk/files/{file}/"), client.get("/desk/files/987654/"), "get")
        where = f"/api/v1/tickets/{ticket.number}/attachments/{file}/"
        assert_same(client.get(where), client.get(where.replace(ticket.number, none)), "get")
    assert list(Ticket.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", [who for who in SEES if SEES[who] & ORDINARY])
def test_who_wrote_is_told_to_those_who_may_know_it(who, tickets):
    client = signed_in(somebody(who))
    named = {
        kind
        for kind in ORDINARY
        if CUSTOMER in client.get(f"/desk/tickets/{tickets[kind].number}/").content.decode()
        or CUSTOMER in client.get(f"/api/v1/tickets/{tickets[kind].number}/").content.decode()
    }
    assert named == {"own"} | ({"confidential"} if who.split()[0] in KNOWS_THE_CONFIDENTIAL else set())


@pytest.mark.parametrize("who", [who for who in SEES if SEES[who]])
def test_a_move_by_another_role_s_link_changes_nothing(who, tickets, in_turns):
    """Asked by its address, with the version seen, at the desk and over the API in turns."""
    client, role = signed_in(somebody(who)), who.split()[0]
    ticket = Ticket.objects.get(pk=tickets[min(SEES[who])].pk)
    not_theirs = [row.name for row in MOVES.values() if row.sources and role not in row.who]
    for turn, name in enumerate(not_theirs):
        for at_desk in in_turns([True, False], turn) if turn % 4 == 0 else [turn % 2 == 0]:
            refused = try_move(client, ticket, name, at_desk=at_desk)
            assert refused.status_code in {400, 403, 404, 409, 422}, (name, at_desk)
    assert not_theirs
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


def try_move(client: Client, ticket: Ticket, name: str, *, at_desk: bool):
    if at_desk:
        return client.post(f"/desk/tickets/{ticket.number}/moves/{name}/", {"version": ticket.version})
    body = {"move": name, "version": ticket.version}
    return client.post(f"/api/v1/tickets/{ticket.number}/moves/", body, content_type="application/json")


# Things that are no tickets: whose they are, by which address, and what somebody else gets.
def _customer(owner: User) -> str:
    return f"/desk/customers/{making.make_customer('Nora North', region=making.make_region('north')).pk}/"


def _call(owner: User) -> str:
    draft = drafts.keep(owner, uuid.UUID(int=7), {"words": "No water"}, began=NOW, at=NOW)
    return f"/desk/calls/{draft.key}/"


def _emergency(owner: User) -> str:
    card = SafetyCard.objects.create(code="gas", labels=making.named("Gas"), steps=[making.named("Leave the house")])
    return f"/desk/emergency/{EmergencyCall.objects.create(card=card, agent=owner, started_at=NOW, callback='').pk}/"


def _emergency_over_rest(owner: User) -> str:
    return _emergency(owner).replace("/desk/emergency/", "/api/v1/emergency/calls/")


OWNED: dict[str, tuple[Callable[[User], str], str, list[str]]] = {
    "a customer": (_customer, "/desk/customers/987654/", ["get", "post"]),
    "half a call": (_call, f"/desk/calls/{KEY_OF_NOBODY}/", ["get"]),  # a POST to a new key begins a call
    "an emergency call": (_emergency, "/desk/emergency/987654/", ["get", "post"]),
    "an emergency call over REST": (_emergency_over_rest, "/api/v1/emergency/calls/987654/", ["get", "put"]),
}


@pytest.mark.parametrize("what", OWNED)
def test_what_belongs_to_somebody_else_answers_as_what_was_never_there(what, agent, agent_south):
    make, never, methods = OWNED[what]
    where = make(agent)
    assert signed_in(agent).get(where).status_code == 200
    other = signed_in(agent_south)
    for method in methods:
        assert_same(getattr(other, method)(where), getattr(other, method)(never), method)
