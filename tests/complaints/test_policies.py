"""Which promise applies: the most particular one in force at receipt, and it can say why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.models import Category, Policy, PolicyVersion, Target
from complaints.promises import policies
from complaints.promises.deadlines import because_words
from servicecenter.models import Calendar, Region

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG_AGO = NOW - timedelta(days=3650)


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-hans": text}


@pytest.fixture
def north(db) -> Region:
    calendar = Calendar.objects.create(
        code="any", labels=both("Any"), zone="Asia/Shanghai", hours={"mon": [["08:30", "17:30"]]}
    )  # fmt: skip
    return Region.objects.create(code="north", labels=both("North"), area_class="rural", calendar=calendar)


@pytest.fixture
def brown_water(db) -> Category:
    return Category.objects.create(code="brown-water", nature="complaint", labels=both("Brown water"))


def promise(code: str, *, since=LONG_AGO, until=None, number=1, active=True, **selectors) -> PolicyVersion:
    policy, _new = Policy.objects.get_or_create(code=code, defaults={"labels": both(code), "is_active": active})
    return policy.versions.create(number=number, valid_from=since, valid_until=until, **selectors)


def facts(region: Region, **changes) -> policies.Facts:
    known = {
        "nature": "complaint", "priority": "normal", "category_id": None, "region_id": region.pk,
        "area_class": region.area_class, "customer_class": "ordinary", **changes,
    }  # fmt: skip
    return policies.Facts(**known)


def test_without_any_policy_nothing_is_promised(north):
    assert policies.choose(facts(north), NOW) is None


def test_a_policy_for_something_else_does_not_apply(north):
    promise("enquiry", nature="enquiry")
    promise("urgent", priority="urgent")
    assert policies.choose(facts(north), NOW) is None


def test_each_more_telling_selector_beats_all_the_lesser_ones_together(north, brown_water):
    """Category over priority over customer class over region over area over nature."""
    ladder = [
        promise("everything"),
        promise("nature", nature="complaint"),
        promise("area", area_class="rural"),
        promise("region", region=north),
        promise("class", customer_class="important_user"),
        promise("priority", priority="urgent"),
        promise("category", category=brown_water),
    ]
    promise("all-the-lesser", nature="complaint", area_class="rural", region=north, customer_class="important_user")
    here = facts(north, priority="urgent", category_id=brown_water.pk, customer_class="important_user")
    assert policies.choose(here, NOW) == ladder[-1]
    assert [policies.particularity(one) for one in ladder] == [0, 1, 2, 4, 8, 16, 32]


@pytest.mark.parametrize(
    ("selectors", "fitting", "other"),
    [
        ({"nature": "complaint"}, {}, {"nature": "repair"}),
        ({"priority": "urgent"}, {"priority": "urgent"}, {"priority": "low"}),
        ({"area_class": "rural"}, {}, {"area_class": "urban"}),
        ({"customer_class": "key_account"}, {"customer_class": "key_account"}, {"customer_class": ""}),
    ],
)
def test_a_selector_applies_to_its_own_and_to_no_other(north, selectors, fitting, other):
    general, special = promise("general"), promise("special", **selectors)
    assert policies.choose(facts(north, **fitting), NOW) == special
    assert policies.choose(facts(north, **other), NOW) == general


def test_another_regions_policy_does_not_apply(north):
    south = Region.objects.create(code="south", labels=both("South"), calendar=north.calendar)
    promise("south", region=south)
    assert policies.choose(facts(north), NOW) is None


def test_the_version_in_force_at_receipt_counts_not_the_newest(north):
    old = promise("complaint", until=NOW)
    new = promise("complaint", number=2, since=NOW)
    assert policies.choose(facts(north), NOW - timedelta(seconds=1)) == old
    assert policies.choose(facts(north), NOW) == new


def test_of_two_versions_in_force_the_higher_number_counts(north):
    promise("complaint")
    corrected = promise("complaint", number=2)
    assert policies.choose(facts(north), NOW) == corrected


def test_a_version_to_come_promises_nothing_yet(north):
    promise("complaint", since=NOW + timedelta(days=1))
    assert policies.choose(facts(north), NOW) is None


def test_between_equals_the_one_that_came_into_force_last_counts(north):
    promise("older", nature="complaint")
    newer = promise("newer", nature="complaint", since=LONG_AGO + timedelta(days=1))
    assert policies.choose(facts(north), NOW) == newer


def test_a_policy_switched_off_promises_nothing_and_raises_no_banner(north):
    preset = promise("preset", active=False)
    Target.objects.create(version=preset, milestone="make_safe", unit="minutes", danger=True)
    assert policies.choose(facts(north), NOW) is None
    assert policies.unfilled_dangers(NOW) == []


def test_it_says_what_made_it_this_policy(north, brown_water):
    version = promise("exact", nature="complaint", priority="urgent", category=brown_water, region=north)
    assert policies.because(version) == ["category", "priority", "region", "nature"]
    assert because_words(version) == [
        "Category: Brown water", "Priority: Urgent", "Region: North", "Nature: Complaint",
    ]  # fmt: skip
    assert because_words(promise("any")) == ["It applies wherever no policy fits more closely."]


def test_an_empty_danger_target_is_reported_until_it_is_filled(north):
    target = Target.objects.create(version=promise("gas"), milestone="make_safe", unit="minutes", danger=True)
    assert policies.unfilled_dangers(NOW) == [target]
    Target.objects.update(amount=60)
    assert policies.unfilled_dangers(NOW) == []


def test_a_version_that_has_ended_raises_no_banner(north):
    ended = promise("gas", until=NOW)
    Target.objects.create(version=ended, milestone="make_safe", unit="minutes", danger=True)
    assert policies.unfilled_dangers(NOW) == []


def test_a_version_replaced_by_a_newer_one_raises_no_banner_though_nobody_ended_it(north):
    old = promise("gas", nature="repair")
    Target.objects.create(version=old, milestone="make_safe", unit="minutes", danger=True)
    newer = PolicyVersion.objects.create(policy=old.policy, number=2, valid_from=LONG_AGO, nature="repair")
    Target.objects.create(version=newer, milestone="make_safe", unit="minutes", danger=True, amount=60)
    assert policies.unfilled_dangers(NOW) == []
    PolicyVersion.objects.filter(pk=newer.pk).update(nature="complaint")
    assert len(policies.unfilled_dangers(NOW)) == 1, "another matter's version replaces nothing"
