"""The maps that come with the house say only what it understands."""

from itertools import pairwise
from pathlib import Path

import pytest

from complaints.choices import Channel, Nature, Priority
from complaints.models import PolicyVersion, Target
from servicecenter.replay import maps
from servicecenter.replay.preparing import prepare
from servicecenter.working_time import Calendar

NAMES = [path.stem for path in Path(maps.__file__).parent.glob("*.json")]


@pytest.mark.parametrize("name", NAMES)
def test_a_map_uses_our_words_and_calendars_that_can_be_kept(name: str) -> None:
    data_set = maps.load(name)
    assert set(data_set.channels.values()) <= set(Channel.values)
    assert {matter.nature for matter in data_set.matters.values()} <= set(Nature.values)
    assert {matter.priority for matter in data_set.matters.values()} <= set(Priority.values)
    promises = [promise for matter in data_set.matters.values() for promise in matter.promises if promise.amount]
    assert {promise.unit for promise in promises} <= set(Target.Unit.values)
    assert {promise.calendar for promise in promises} <= {None, *data_set.calendars}
    assert all(Calendar.parse(dict(form)).zone == data_set.zone for form in data_set.calendars.values())


@pytest.mark.parametrize("name", NAMES)
def test_no_two_types_share_a_code_and_all_have_names_in_both_languages(name: str) -> None:
    data_set = maps.load(name)
    matters = list(data_set.matters.values())
    assert len({matter.code for matter in matters}) == len(matters)
    named = [*matters, *data_set.departments.values(), *data_set.regions.values()]
    assert all(one.labels["en"] and one.labels["zh-hans"] for one in named)


@pytest.mark.django_db
def test_versions_follow_each_other_without_gap_or_overlap() -> None:
    prepare(maps.load("boston311-2015"))
    versions = list(PolicyVersion.objects.order_by("policy", "number"))
    assert len(versions) > 157
    for earlier, later in pairwise(versions):
        if earlier.policy_id == later.policy_id:
            assert earlier.valid_until == later.valid_from
        else:
            assert earlier.valid_until is None


@pytest.mark.django_db
def test_preparing_twice_makes_nothing_new_and_overwrites_nothing() -> None:
    data_set = maps.load("boston311-2015")
    prepare(data_set)
    Target.objects.update(amount=7)
    count = PolicyVersion.objects.count()
    prepare(data_set)
    assert PolicyVersion.objects.count() == count
    assert set(Target.objects.values_list("amount", flat=True)) == {7}
