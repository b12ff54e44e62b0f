"""What is encrypted stays so, keys can be changed while it runs, and a wrong key never shows the sealed bytes."""

import base64
import secrets

import pytest
from django.db import connection

from customers import contact_points
from customers.models import ContactPoint, Customer
from servicecenter import crypto
from tests.making import NOW


def fresh_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def test_the_same_words_are_sealed_differently_each_time():
    assert crypto.encrypt(b"water") != crypto.encrypt(b"water")
    assert crypto.decrypt(crypto.encrypt(b"water")) == b"water"


def test_a_new_key_seals_while_the_old_one_still_opens(settings):
    sealed = crypto.encrypt(b"water")
    settings.FIELD_KEYS = f"k2:{fresh_key()},{settings.FIELD_KEYS}"
    assert crypto.decrypt(sealed) == b"water"
    assert crypto.key_id(crypto.encrypt(b"water")) == "k2"


@pytest.mark.parametrize("damage", ["another key", "a flipped byte", "cut short", "not sealed at all"])
def test_what_cannot_be_opened_is_an_error_and_never_shown(settings, damage):
    sealed = crypto.encrypt(b"water")
    if damage == "another key":
        settings.FIELD_KEYS = f"k1:{fresh_key()}"
    broken = {
        "a flipped byte": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "cut short": sealed[:8],
        "not sealed at all": b"x",
    }
    with pytest.raises(crypto.Undecryptable):
        crypto.decrypt(broken.get(damage, sealed))


def test_blind_indexes_of_different_purposes_cannot_be_joined():
    assert crypto.blind_index("a", "13800138000") != crypto.blind_index("b", "13800138000")


@pytest.mark.django_db
def test_the_database_holds_no_readable_contact_and_still_finds_it():
    customer = Customer.objects.create(name="Ann Weir", created_at=NOW, source="web")
    kind, value = contact_points.read("138 0013 8042")
    contact_points.make(customer, kind, value, created_at=NOW).save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM customers_contactpoint")
        raw = b"".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cursor.fetchone()
        )
    assert b"13800138042" not in raw
    assert b"8042" not in raw.replace(str(NOW).encode(), b"")

    assert contact_points.having(kind, value).get().value == "+8613800138042"
    assert ContactPoint.objects.filter(contact_points.found_by("8042")).get().customer == customer
    assert ContactPoint.objects.filter(contact_points.found_by("+86 138-0013-8042")).get().customer == customer
