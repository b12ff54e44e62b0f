"""Changing what is promised: a version that tickets stand on is never edited, a new one follows it.

Must not touch a promise already given: clocks keep theirs, whatever happens to the policy.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from complaints.models import Clock, PolicyVersion, Target, Ticket

SELECTORS = ("nature", "category", "priority", "region", "area_class", "customer_class")


def is_used(version: PolicyVersion) -> bool:
    """A ticket or a clock was promised something by it."""
    if version.pk is None:
        return False
    tickets = Ticket.objects.filter(policy_version=version)
    return tickets.exists() or Clock.objects.filter(policy_version=version).exists()


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
        highest = version.policy.versions.aggregate(highest=Max("number"))["highest"]
        selectors = {name: getattr(version, name) for name in SELECTORS}
        following = PolicyVersion.objects.create(
            policy=version.policy, number=highest + 1, valid_from=since, valid_until=version.valid_until, **selectors
        )
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
