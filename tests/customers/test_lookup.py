"""A caller is found by whatever they say first, in either language, and only by those who may know them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers import index, lookup
from customers.actions import add_contact, recognise_customer
from customers.models import Customer, Entry
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def margaret(north) -> Customer:
    return making.make_customer(
        "Margaret Ellery", "+86 138 0013 0142", address="14 Weir Lane · 柳堤路14号", region=north,
        account="40 2217 8806", meter="W-5530914",
    )  # fmt: skip


@pytest.fixture
def ouyang(north) -> Customer:
    return making.make_customer("欧阳建国", "13912345678", address="3 Mill Road · 磨坊路3号", region=north)


def found(typed: str, **within) -> list[str]:
    return [one.name for one in lookup.find_customers(typed, **within).customers]


@pytest.mark.parametrize(
    "typed",
    ["mar", "Ellery", "ELLERY marg", "+86 138 0013 0142", "13800130142", "0142", "0142 weir", "40 2217", "4022178806",
     "8806", "W-5530914", "5530914", "0914", "14 weir lane", "柳堤", "柳堤路14号", "Ｍargaret"],
)  # fmt: skip
def test_by_name_phone_account_meter_and_address_however_they_are_written(margaret, ouyang, typed):
    assert found(typed) == ["Margaret Ellery"]


@pytest.mark.parametrize("typed", ["欧", "欧阳", "阳建", "建国", "国", "磨坊路", "5678 磨坊"])
def test_by_fragments_of_chinese_names_and_addresses(margaret, ouyang, typed):
    assert found(typed) == ["欧阳建国"]


@pytest.mark.parametrize(
    "typed", ["", " ", "m", "0143", "weir 99", "建欧", "%", '"', "*", "' OR 1", "a" * 5000, "\0", "½"]
)
def test_what_fits_nobody_finds_nobody(margaret, ouyang, typed):
    assert found(typed) == []


def test_the_whole_name_stands_before_names_that_begin_with_it(north):
    for name in ("Li Weihua", "Wei Li", "Li Wei"):
        making.make_customer(name, region=north)
    assert found("li wei") == ["Li Wei", "Li Weihua", "Wei Li"]


def test_a_number_stands_first_whatever_the_names(north):
    making.make_customer("Aaron 5530", region=north)
    making.make_customer("Zoe Brook", account="5530", region=north)
    assert found("5530") == ["Zoe Brook", "Aaron 5530"]


def test_only_those_of_the_region_and_those_who_live_nowhere_yet(margaret, north, south):
    recognise_customer("Margaret Nowhere", "", at=NOW, source="web", language="en")
    assert found("margaret", regions=[south.pk]) == ["Margaret Nowhere"]
    assert found("margaret", regions=[north.pk]) == ["Margaret Ellery", "Margaret Nowhere"]


def test_another_number_finds_them_at_once_and_a_removed_one_no_more(margaret):
    point = add_contact(margaret, "13700001111", at=NOW, source="phone")
    assert found("13700001111") == ["Margaret Ellery"]
    point.delete()
    index.refresh([margaret.pk])
    assert found("13700001111") == []


def test_a_customer_without_an_entry_gets_one_after_the_next_migrate(margaret):
    Entry.objects.all().delete()
    assert found("margaret") == []
    index.install()
    assert found("margaret") == ["Margaret Ellery"]


def test_no_phone_or_mail_lies_in_the_entry(margaret):
    words = Entry.objects.get(customer=margaret).words
    assert "1380013" not in words
    assert "0142" not in words


def test_a_house_number_of_one_figure_counts_and_is_no_obstacle_while_a_longer_one_is_typed(north):
    for number, name in ((45, "Clara Dunn"), (4, "Lucy Marsh"), (36, "Amos Wu")):
        address = f"{number} Kelp Bay · 海带湾{number}号"
        making.make_customer(name, address=address, region=north, account=f"9900{number}")
    assert found("4 kelp") == found("海带湾4") == ["Lucy Marsh"]
    assert found("kelp 3") == ["Amos Wu", "Clara Dunn", "Lucy Marsh"], "36, half typed"


def test_the_same_number_of_statements_for_one_and_for_many(north):
    def taken() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert found("weir")
        return len(statements)

    making.make_customer("First", "13800130001", address="1 Weir Lane", region=north, meter="W-1")
    few = taken()
    for n in range(2, 40):
        making.make_customer(f"No {n}", f"138001300{n:02}", address=f"{n} Weir Lane", region=north, meter=f"W-{n}")
    assert taken() == few == 7
