"""What words suggest, in both languages, and why: the shipped words, an administrator's own, the household's needs."""

import pytest

from complaints.calling import suggesting
from complaints.models import Category, Cue
from customers.actions import note_care
from customers.models import CareKind
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped(db):
    seed_defaults()


SAID = [
    ("No water at all since one o'clock, on every tap.", "repair", "water-none", "urgent"),
    ("It smells of gas in the stairwell", "repair", "gas-leak", "critical"),
    ("楼道里有燃气味，很浓", "repair", "gas-leak", "critical"),
    ("家里停水了，整栋楼都没水", "repair", "water-none", "urgent"),
    ("My bill is wrong, it is three times the usual. I want to complain.", "complaint", "billing-wrong", "normal"),
    ("账单有误，比平时多收了三倍，我要投诉", "complaint", "billing-wrong", "normal"),
    ("How do I apply, what papers do you need?", "enquiry", "procedure-question", "normal"),
    ("请问过户需要什么材料？", "enquiry", "procedure-question", "normal"),
    ("The man at the counter was rude and laughed at me", "complaint", "service-attitude", "normal"),
    ("Five power cuts in two weeks, it keeps going off. Unacceptable.", "complaint", "power-interruptions", "normal"),
    ("没有电了，跳闸以后合不上", "repair", "power-outage", "normal"),
    ("I would like to praise your engineer, very kind", "praise", "praise-staff", "normal"),
    ("室温只有14度，暖气不热，太差了，投诉", "complaint", "heat-temperature", "normal"),
    ("I cannot pay the bill at once, may I pay in instalments?", "help", "payment-difficulty", "normal"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "nature", "category", "priority"), SAID)
def test_the_shipped_words_tell_the_usual_matters(words, nature, category, priority):
    found = suggesting.suggest(words)
    assert (found.nature.value, found.category.value, found.priority.value) == (nature, category, priority)
    assert found.category.because, "a suggestion says why"


@pytest.mark.parametrize("words", ["", "   ", "!!!", "xyzzy plugh", "\0", "a" * 50_000])
def test_what_no_word_tells_is_not_suggested(words):
    found = suggesting.suggest(words)
    assert (found.nature.value, found.category.value) == ("", "")


def test_the_reason_quotes_the_words_as_they_were_said():
    found = suggesting.suggest("Everything was flooded, the main is LEAKING in the street")
    assert found.category.value == "water-leak"
    assert "“leaking in the street”" in found.category.because


def test_an_administrators_word_counts_from_the_next_letter_on():
    assert suggesting.suggest("The gurgler gurgles").category.value == ""
    Cue.objects.create(category=Category.objects.get(code="heat-none"), language="en", phrase="gurgler")
    assert suggesting.suggest("The gurgler gurgles").category.value == "heat-none"


def test_the_household_and_its_many_calls_make_it_urgent(north):
    customer = making.make_customer(region=north)
    assert suggesting.suggest("The lamp in our flat: no electricity", customer=customer).priority.value == "normal"
    note_care(customer, CareKind.objects.get(code="infant"), at=NOW, source="phone")
    urgent = suggesting.suggest("The lamp in our flat: no electricity", customer=customer, contacts=4).priority
    assert urgent.value == "urgent"
    assert urgent.because == "Infant in household; 4 contacts in 14 days"


def test_a_kind_already_chosen_narrows_the_categories():
    assert suggesting.suggest("brown water from the tap", nature="repair").category.value == "water-turbid"
    assert suggesting.suggest("brown water from the tap", nature="complaint").category.value == "water-quality"
