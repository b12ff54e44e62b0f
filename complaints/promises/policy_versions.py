"""Changing what is promised: a version that tickets stand on is never edited, a new one follows it.

Must not touch a promise already given: clocks keep theirs, whatever happens to the policy.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Clock, Policy, PolicyVersion, Target, Ticket
from servicecenter import change_log

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)

AFTERWARDS = ("rounds", "file_verified_days", "file_unverified_days")
SELECTORS = ("nature", "category", "priority", "region", "area_class", "customer_class")


def is_used(version: PolicyVersion) -> bool:
    """A ticket or a clock was promised something by it."""
    if version.pk is None:
        return False
    tickets = Ticket.objects.filter(policy_version=version)
    return tickets.exists() or Clock.objects.filter(policy_version=version).exists()


def is_fixed(version: PolicyVersion, now: datetime) -> bool:
    """Never edited again: in force in a policy that is in use, or somebody was promised something by it."""
    if version.pk is None:
        return False
    begun = version.valid_from <= now and version.policy.is_active
    return begun or is_used(version)


def next_number(policy: Policy) -> int:
    return (policy.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1


def refuse_clashes(version: PolicyVersion, moved: PolicyVersion | None = None) -> None:
    """Two versions of a policy for the same matters neither overlap nor leave a gap. Raises ValidationError.

    moved: another of them as it is about to be.
    """
    same = {name: getattr(version, name) for name in SELECTORS}
    others = list(version.policy.versions.filter(**same).exclude(pk=version.pk))
    others = [moved if moved and one.pk == moved.pk else one for one in others]
    begins, ends = version.valid_from, version.valid_until or FOREVER
    for other in others:
        if begins < (other.valid_until or FOREVER) and other.valid_from < ends:
            words = _(
                "Version %(number)d already applies to the same matters from %(begin)s until %(end)s."
                " End it first, or choose another time."
            )
            raise ValidationError({"valid_from": words % _told(other, other.valid_from, other.valid_until)})
    before = max((one for one in others if (one.valid_until or FOREVER) <= begins), key=_end, default=None)
    after = min((one for one in others if one.valid_from >= ends), key=_begin, default=None)
    gap = _("From %(begin)s until %(end)s no version would apply to these matters. Join it to version %(number)d.")
    if before and _end(before) < begins:
        raise ValidationError({"valid_from": gap % _told(before, before.valid_until, begins)})
    if after and ends < after.valid_from:
        raise ValidationError({"valid_until": gap % _told(after, ends, after.valid_from)})


def before_it(version: PolicyVersion) -> PolicyVersion | None:
    """The version for the same matters that ends where this one, as it is kept, begins."""
    same = {name: getattr(version, name) for name in SELECTORS}
    return version.policy.versions.filter(**same, valid_until=version.valid_from).exclude(pk=version.pk).first()


def move_along(version: PolicyVersion, since: datetime, now: datetime) -> PolicyVersion | None:
    """The one before it, unsaved, ending at `since` instead: one that is to come is moved without a gap or an overlap.

    `version` is as it is kept. Raises ValidationError for a moment that is over, or before the other has begun.
    """
    if since <= now and version.policy.is_active:
        raise ValidationError({"valid_from": _("Choose a moment to come: what was promised until now stays.")})
    before = before_it(version)
    if before is not None:
        if since <= before.valid_from:
            words = _("Version %(number)d begins at %(begin)s: choose a later moment.")
            raise ValidationError({"valid_from": words % _told(before, before.valid_from, None)})
        before.valid_until = since
    return before


def take_back(version: PolicyVersion) -> tuple[PolicyVersion, change_log.Change] | None:
    """Delete one that is to come. The one before it goes on as long as this one would have: no gap is left.

    Returns that one, saved, and what of it was changed; None where this one followed none.
    """
    before, was, until = before_it(version), version.valid_from, version.valid_until
    version.delete()
    if before is None:
        return None
    before.valid_until = until
    before.save(update_fields=["valid_until"])
    return before, change_of_end(was, until)


def change_of_end(was: datetime | None, until: datetime | None) -> change_log.Change:
    """For the change log: a version ends at another time than it did."""
    column, told = PolicyVersion._meta.get_field("valid_until"), change_log.Change("changed", ["valid_until"])
    told.tell("before", column, was)
    told.tell("after", column, until)
    return told


def _end(version: PolicyVersion) -> datetime:
    return version.valid_until or FOREVER


def _begin(version: PolicyVersion) -> datetime:
    return version.valid_from


def _told(version: PolicyVersion, begin: datetime | None, end: datetime | None) -> dict[str, Any]:
    moments = {name: at and f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for name, at in (("begin", begin), ("end", end))}
    return {"number": version.number, **moments, "end": moments["end"] or _("further notice")}


def may_be_filled(target: Target) -> bool:
    """An empty danger-to-life time has promised nobody anything yet."""
    return target.danger and target.amount is None


def copy_version(version: PolicyVersion, *, since: datetime, now: datetime) -> PolicyVersion:
    """A new version with the same selectors and targets from `since` on, where the old one ends.

    Raises ValidationError when `since` is not to come or not after the old one's beginning.
    """
    if since <= max(now, version.valid_from):
        raise ValidationError(_("Choose a moment to come, after the beginning of the version it follows."))
    if version.valid_until and version.valid_until <= since:
        raise ValidationError(_("The version ends before that."))
    with transaction.atomic():
        selectors = {name: getattr(version, name) for name in (*SELECTORS, *AFTERWARDS)}
        following = PolicyVersion.objects.create(
            policy=version.policy,
            number=next_number(version.policy),
            valid_from=since,
            valid_until=version.valid_until,
            **selectors,
        )  # fmt: skip
        Target.objects.bulk_create(
            Target(
                version=following, milestone=one.milestone, amount=one.amount, unit=one.unit, calendar=one.calendar,
                sort=one.sort, danger=one.danger,
            )
            for one in version.targets.select_related("calendar")
        )  # fmt: skip
        version.valid_until = since
        version.save(update_fields=["valid_until"])
    return following
