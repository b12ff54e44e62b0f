"""Versions of policies with their targets over REST, for administrators: begun, followed, changed before their time.

As on the administrator's page one in force can only end, and only an empty danger-to-life time is filled in it.
"""

from datetime import datetime

from django import forms

from complaints.admin_forms import VersionForm
from complaints.api import policies_schema, versions, versions_schema
from complaints.api.rows_below import Below, Sent
from complaints.api.setting_fields import form_of
from complaints.models import PolicyVersion, Target
from complaints.promises import policy_versions as rules
from complaints.promises.milestones import Milestone
from servicecenter import change_log


def follow(version: PolicyVersion, since: datetime, now: datetime) -> tuple[PolicyVersion, change_log.Change]:
    """The version from `since` on, and that the one before ends there. Raises ValidationError."""
    ended = version.valid_until
    following = rules.copy_version(version, since=since, now=now)
    return following, rules.change_of_end(ended, version.valid_until)


KIND = versions.Kind(
    Below("targets", form_of(Target, without=["version"]), "version", key="milestone", most=len(Milestone)),
    next_number=lambda version: rules.next_number(version.policy),
    is_fixed=rules.is_fixed,
    copy=follow,
    take_back=rules.take_back,
    along=VersionForm.keep_moved,
)


class PolicyVersions(versions.EveryVersion):
    form = form_of(PolicyVersion, without=["number"], judged_by=VersionForm)
    following = form_of(PolicyVersion, without=["number", "policy"], judged_by=VersionForm)
    tells, kind = policies_schema.VersionSerializer, KIND


class PolicyVersionDetail(versions.OneVersion):
    form = PolicyVersions.following
    tells, kind = policies_schema.VersionSerializer, KIND

    def refuse_fixed(self, form: forms.ModelForm, sent: Sent | None) -> None:
        """Raises Problem 409 for anything but its end and what may still be filled."""
        ends_only = set(form.changed_data) <= {"valid_until"}
        fills_only = sent is None or (not sent.gone and all(_fills(one) for one in sent.filled))
        if not (ends_only and fills_only):
            super().refuse_fixed(form, sent)


def _fills(form: forms.ModelForm) -> bool:
    """Nothing of the target is changed, or only a time that was left empty."""
    if not form.has_changed():
        return form.instance.pk is not None
    was = Target(**{name: form.initial.get(name) for name in ("amount", "danger")})
    return form.changed_data == ["amount"] and rules.may_be_filled(was)


versions_schema.every("policy_version", "Every version of every policy", PolicyVersions)(PolicyVersions)
versions_schema.one("policy_version", PolicyVersionDetail)(PolicyVersionDetail)
