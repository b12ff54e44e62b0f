"""A phone number, an address and an access code are found nowhere in the database's tables nor in the log."""

import logging
from collections.abc import Iterator

import pytest
from django.db import connection

from complaints.models import Ticket
from servicecenter import health, outbox
from servicecenter.redaction import RedactFilter
from tests.api.conftest import COMPLAINT, TICKETS

pytestmark = pytest.mark.django_db

PHONE = "13912345678"
EMAIL = "canary.wren@customer.invalid"


def every_value() -> Iterator[bytes]:
    """All that stands in all tables, each value as bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def written_anywhere(secret: str) -> bool:
    plain = secret.encode()
    return any(plain in value or plain.lower() in value.lower() for value in every_value())


@pytest.fixture
def log(request) -> Iterator[list[str]]:
    """What reaches the console, after the house's own filter."""
    lines: list[str] = []
    handler = logging.Handler(level=logging.DEBUG)
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    handler.addFilter(RedactFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_search_itself_finds_what_is_there(hotline):
    hotline.create(place="9 Sparrow Lane")
    assert written_anywhere("9 Sparrow Lane")


def test_contact_and_code_are_nowhere_to_be_read(hotline, log):
    for index, contact in enumerate((f"+86 {PHONE}", EMAIL)):
        body = COMPLAINT | {"contact": contact}
        created = hotline.post(TICKETS, body, Idempotency_Key=f"key-{index}")
        again = hotline.post(TICKETS, body, Idempotency_Key=f"key-{index}")
        assert again.content == created.content
        code, number = created.json()["access_code"], created.json()["number"]
        hotline.get(f"{TICKETS}{number}/")
        hotline.move(number, "fly", 1)
        hotline.post(TICKETS, body | {"contact": contact + "@"})
        logging.getLogger("complaints").error("could not reach %s about %s", contact, code)
        ticket = Ticket.objects.get(number=number)
        outbox.relay(ticket.received_at)
        health.measure(ticket.received_at)

        said = "\n".join(log)
        assert "could not reach" in said
        for secret in (PHONE, PHONE[-8:], EMAIL, code, code.replace("-", "")):
            assert not written_anywhere(secret), secret
            assert secret not in said
        shown = hotline.get(f"{TICKETS}{number}/").content + hotline.get(TICKETS).content
        for secret in (PHONE, PHONE[-8:], EMAIL, code, "Mei Chen"):
            assert secret.encode() not in shown
