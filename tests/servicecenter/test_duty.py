"""Whom an alarm reaches: who is on duty, else who holds the role, else the same one level up; never nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from servicecenter import duty
from servicecenter.models import Region
from tests.making import NOW, make_staff

pytestmark = pytest.mark.django_db


def test_who_is_on_duty_goes_before_who_merely_holds_the_role(north: Region) -> None:
    make_staff("supervisor", region=north)
    watching = make_staff("supervisor", region=north, on_duty=True)
    assert duty.reach("supervisor", north.pk, NOW) == ("supervisor", [watching.pk])


def test_one_level_is_gone_up_only_when_nobody_holds_the_role(north: Region, south: Region) -> None:
    make_staff("coordinator", region=south, on_duty=True)
    supervisor = make_staff("supervisor", region=north, on_duty=True)
    assert duty.reach("handler", north.pk, NOW) == ("supervisor", [supervisor.pk])
    holder = make_staff("handler", region=north)
    assert duty.reach("handler", north.pk, NOW) == ("handler", [holder.pk])


def test_a_role_for_every_region_counts_here_too(north: Region) -> None:
    manager = make_staff("complaint_manager")
    assert duty.reach("complaint_manager", north.pk, NOW) == ("complaint_manager", [manager.pk])


def test_who_has_left_or_whose_duty_is_over_is_not_reached(north: Region) -> None:
    gone = make_staff("supervisor", region=north, on_duty=True)
    gone.is_active = False
    gone.save()
    off = make_staff("supervisor", region=north, on_duty=True)
    later = NOW + timedelta(hours=6)  # when the duty ends
    assert duty.reach("supervisor", north.pk, NOW) == ("supervisor", [off.pk])
    off.roles_held.update(until=later)
    assert duty.reach("supervisor", north.pk, later) == ("administrator", [])


def test_two_statements_are_asked_for_all_roles_regions_and_moments(north: Region, south: Region) -> None:
    roster = duty.Roster([north.pk, south.pk, None], NOW, NOW + timedelta(hours=6))
    with CaptureQueriesContext(connection) as asked:
        for role in duty.ONE_UP:
            for region in (north.pk, south.pk, None):
                for hours in range(7):
                    assert roster.reach(role, region, NOW + timedelta(hours=hours)) == ("administrator", [])
    assert len(asked) == 2


def test_one_roster_tells_each_region_and_moment_as_if_asked_for_it_alone(north: Region, south: Region) -> None:
    for region in (north, south):
        for role in ("coordinator", "supervisor", "complaint_manager"):
            make_staff(role, region=region)
    make_staff("supervisor")
    make_staff("coordinator", region=south, on_duty=True)  # for six hours
    moments = [NOW + timedelta(hours=hours) for hours in range(-1, 8)]
    roster = duty.Roster([north.pk, south.pk], moments[0], moments[-1])
    for at in moments:
        for region in (north.pk, south.pk, None):
            for role in ("handler", "coordinator", "supervisor"):
                alone = duty.Roster([region], at, at).reach(role, region, at)
                assert roster.reach(role, region, at) == alone, (at, region, role)
    assert roster.reach("coordinator", south.pk, NOW) != roster.reach("coordinator", south.pk, moments[-1])
