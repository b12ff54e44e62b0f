"""Phones and addresses are read as people write them, hidden on the screen, and lead to the right person."""

import pytest
from django.core.exceptions import ValidationError

from customers import contact_points
from customers.actions import recognise_customer
from customers.models import Customer
from tests.making import NOW


@pytest.mark.parametrize(
    ("written", "kind", "normal"),
    [
        ("138 0013 8000", "phone", "+8613800138000"),
        ("+44 20 7946 0018", "phone", "+442079460018"),
        ("（0591）8755 1234", "phone", "+8659187551234"),
        (" Ann.Weir@Example.ORG ", "email", "ann.weir@example.org"),
    ],
)
def test_what_people_write_is_read(written, kind, normal):
    assert contact_points.read(written) == (kind, normal)


@pytest.mark.parametrize("written", ["call me", "12", "ann@", "@x", "1" * 40, "a b@c.org", "\x00"])
def test_what_cannot_be_read_is_refused_with_words(written):
    with pytest.raises(ValidationError) as refusal:
        contact_points.read(written)
    assert refusal.value.messages[0]


def test_a_mask_is_enough_to_recognise_and_not_to_use():
    assert contact_points.mask("phone", "+8613800138142") == "**** *** 142"
    assert contact_points.mask("email", "margaret@weir.org") == "m***@***.org"


def recognise(name: str, contact: str):
    return recognise_customer(name, contact, at=NOW, source="web", language="en")


@pytest.mark.django_db
def test_the_same_person_writing_again_is_recognised():
    first, point = recognise("Ann Weir", "138 0013 8000")
    again, same_point = recognise(" ann  weir ", "+8613800138000")
    assert (again, same_point) == (first, point)


@pytest.mark.django_db
def test_a_family_shares_a_phone_but_not_its_complaints():
    mother, _ = recognise("Ann Weir", "138 0013 8000")
    son, _ = recognise("Tom Weir", "138 0013 8000")
    assert son != mother


@pytest.mark.django_db
def test_an_unreadable_contact_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        recognise("Ann Weir", "call me")
    assert not Customer.objects.exists()
