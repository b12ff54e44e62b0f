"""What the rows need before the first of them: calendars, regions, departments, categories, policies.

Makes what is missing and leaves alone what is there, so that it may run as often as one likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from django.db import transaction

from complaints.models import Category, Policy, PolicyVersion, Reason, Target
from complaints.promises.milestones import Milestone
from servicecenter.models import Calendar, CalendarDay, Region, Team
from servicecenter.replay.maps import DataSet, Matter, Promise

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Before anything in any data set."""
CLOSING_CODE = "replayed"
CLOSING_LABELS = {"en": "Closed in the replayed records", "zh-hans": "回放记录中已办结"}


@dataclass(frozen=True)
class House:
    """The rows of ours a data set's rows refer to, by the keys of its map."""

    regions: dict[str, Region]
    departments: dict[str, Team]
    categories: dict[str, Category]
    closing: Reason


def prepare(data_set: DataSet) -> House:
    """All or nothing, in one transaction."""
    with transaction.atomic():
        calendars = {code: _calendar(data_set, code) for code in data_set.calendars}
        regions = {
            key: Region.objects.get_or_create(
                code=one.code, defaults={"labels": one.labels, "calendar": calendars[data_set.office]}
            )[0]
            for key, one in data_set.regions.items()
        }
        for region in regions.values():
            region.calendar = calendars[data_set.office]  # one object, not one look-up per ticket
        departments = {
            key: Team.objects.get_or_create(code=one.code, defaults={"labels": one.labels, "region": regions.get(key)})[
                0
            ]
            for key, one in data_set.departments.items()
        }
        categories = {name: _category(matter) for name, matter in data_set.matters.items()}
        for name, matter in data_set.matters.items():
            _policy(data_set, matter, categories[name], calendars)
        closing = Reason.objects.get_or_create(
            list=Reason.List.CLOSING, code=CLOSING_CODE, defaults={"labels": CLOSING_LABELS}
        )[0]
    return House(regions, departments, categories, closing)


def _calendar(data_set: DataSet, code: str) -> Calendar:
    form = data_set.calendars[code]
    row, new = Calendar.objects.get_or_create(
        code=f"{data_set.prefix}-{code}",
        defaults={"labels": data_set.calendar_labels[code], "zone": form["tz"], "hours": form["hours"]},
    )
    if new:
        holidays = [
            CalendarDay(calendar=row, date=day, kind=CalendarDay.Kind.HOLIDAY)
            for day in form["holidays"]
            if day not in form["workdays"]
        ]
        workdays = [
            CalendarDay(calendar=row, date=day, kind=CalendarDay.Kind.WORKDAY, blocks=blocks)
            for day, blocks in form["workdays"].items()
        ]
        CalendarDay.objects.bulk_create(holidays + workdays)
    return row


def _category(matter: Matter) -> Category:
    made = {
        "labels": matter.labels,
        "nature": matter.nature,
        "utility": matter.supply,
        "is_public": False,  # the public form offers ours, not another city's
    }
    return Category.objects.get_or_create(code=matter.code, defaults=made)[0]


def _policy(data_set: DataSet, matter: Matter, category: Category, calendars: dict[str, Calendar]) -> None:
    """A policy of its own for each type, one version for each promise in its time.

    A version without a target is a promise of nothing: it keeps our own general policies away.
    """
    policy, new = Policy.objects.get_or_create(
        code=matter.code, defaults={"labels": matter.labels, "source": f"learned from {data_set.name}"}
    )
    if not new:
        return
    for number, (promise, until) in enumerate(_periods(matter.promises), start=1):
        version = PolicyVersion.objects.create(
            policy=policy,
            number=number,
            valid_from=promise.since or BEGINNING,
            valid_until=until,
            category=category,
        )
        if promise.amount is not None:
            Target.objects.create(
                version=version,
                milestone=Milestone.REPLY,
                amount=promise.amount,
                unit=promise.unit,
                calendar=calendars[promise.calendar] if promise.calendar else None,
            )


def _periods(promises: Iterable[Promise]) -> Iterable[tuple[Promise, datetime | None]]:
    known = list(promises)
    for promise, following in zip_longest(known, known[1:]):
        yield promise, following.since if following else None
