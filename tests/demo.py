"""The demo as the house of a whole test file: something of everything, built once there and taken back after it."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from channels_hub.models import PaperLetter
from channels_hub.pages import grants
from complaints.attachments import path_of
from complaints.calling import drafts
from complaints.choices import Stage
from complaints.models import Attachment, EmergencyCall, SafetyCard, Ticket
from servicecenter.models import Event, User
from servicecenter.seeds.defaults import seed_defaults
from servicecenter.seeds.demo import seed_demo
from tests import making
from tests.test_permissions import EXPECTED

WEDNESDAY = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
STAFF = ["manager", "admin", "supervisor", "shiftleader", "inspector", "auditor", "integrity", "agent", "reviewer",
         "coordinator", "handler"]  # fmt: skip
"""Of each role one, by user name: those who see most first."""


@pytest.fixture(scope="module")
def demo_house(django_db_setup, django_db_blocker) -> Iterator[datetime]:
    """The demo as of the moment it yields. A test of it asks for `db` as well, which takes back what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed_defaults()
        seed_demo(WEDNESDAY)
        pictures = list(_pictures())
        _what_comes_and_goes()
        making.count_rows()
        yield WEDNESDAY
        for picture in pictures:
            picture.unlink()
        transaction.set_rollback(True)


def _pictures() -> Iterator[Path]:
    """A file as evidence at a ticket of each stage."""
    for stage in Stage.values:
        file = Attachment.objects.create(
            ticket=Ticket.objects.filter(stage=stage).order_by("pk")[0], name="tap.png", stored=f"demo-{stage}.png",
            content_type="image/png", size=9, sha256="", added_at=WEDNESDAY, added_by="customer",
        )  # fmt: skip
        kept = path_of(file.stored)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(b"a picture")
        yield kept


def _what_comes_and_goes() -> None:
    """What the demo has none of, because nobody leaves it lying: a program, half a call, an emergency."""
    making.make_client("kiosk", at=WEDNESDAY)
    agent = User.objects.get(username="agent")
    drafts.keep(agent, uuid.UUID(int=7), {"words": "No water", "q": "weir"}, began=WEDNESDAY, at=WEDNESDAY)
    written_to = Ticket.objects.filter(stage=Stage.REPLIED).exclude(customer=None).order_by("pk")[0]
    PaperLetter.objects.create(
        event=Event.objects.filter(kind="ticket.replied", subject_id=written_to.pk).latest("pk"),
        ticket=written_to,
        customer=written_to.customer,
        template="final",
        language="en",
        queued_at=WEDNESDAY,
    )
    Ticket.objects.filter(pk=written_to.pk).update(code_untold=True)
    card = SafetyCard.objects.filter(is_active=True)[0]
    EmergencyCall.objects.create(
        card=card, agent=agent, started_at=WEDNESDAY, place="14 Weir Lane", hazard="Smell of gas", callback="1"
    )


def signed_in(username: str) -> Client:
    """Somebody of the demo at their desk."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def customer_of(*numbers: str) -> Client:
    """Somebody who has shown number and code of these requests."""
    client = Client()
    session = client.session
    session[grants.KEY] = dict.fromkeys(numbers, WEDNESDAY.timestamp())
    session.save()
    return client


def starts_of(username: str) -> list[str]:
    """Where somebody of the staff begins to look round: their desk, and what no link leads to, or few do."""
    known = {"admin": ["/admin/"], "manager": _seldom()}
    return ["/desk/", "/desk/find/?q=water", *known.get(username, [])]


def _seldom() -> list[str]:
    """Codes nobody has seen, a colleague somebody named, views nobody has saved."""
    untold = Ticket.objects.filter(code_untold=True).order_by("pk")[0]
    return [f"/desk/tickets/{untold.number}/code/", "/desk/people/agent/", "/desk/views/"]


ONLY_TAKE = {
    "desk/customers/<pk>/contacts/<point>/", "desk/emergency/<pk>/dispatch/", "desk/emergency/<pk>/lost/",
    "desk/tickets/<number>/adjustments/<pk>/rest/", "desk/tickets/<number>/contacts/<pk>/",
    "desk/tickets/<number>/message/", "desk/tickets/<number>/milestones/<name>/", "desk/tickets/<number>/details/",
    "desk/customers/<pk>/restriction/", "desk/tickets/<number>/account/", "desk/approvals/<number>/<sort>/",
    "desk/reassign/give/", "desk/reassign/back/", "desk/letters/<pk>/posted/", "desk/tickets/<number>/mentions/",
    "desk/emergency/<pk>/over/",
}  # fmt: skip
NO_PAGE = {"desk/files/<pk>/", "desk/beside/"}  # one gives a file, one leads on


def pages_of_staff() -> set[str]:
    """Every route at the desk that has a page to be read, as tests/test_permissions.py writes them."""
    return {route for route in EXPECTED if route.startswith("desk/")} - ONLY_TAKE - NO_PAGE
