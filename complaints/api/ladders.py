"""Alarm ladders over REST, for administrators: every version, a new one that begins later, one to come corrected.

As on the administrator's page a version in force is never changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from complaints.admin_forms import LadderForm
from complaints.api import ladders_schema, versions, versions_schema
from complaints.api.rows_below import Below
from complaints.api.setting_fields import form_of
from complaints.models import AlarmLadder, AlarmStep
from complaints.promises import ladders


def refuse_wrong_steps(rows: Sequence[Mapping[str, Any]]) -> None:
    """Raises ValidationError."""
    shares = [row["share"] for row in rows]
    told = [one for one in shares if one is not None]
    if len(set(told)) < len(told):
        raise ValidationError(_("Two steps have the same share."))
    ladders.refuse_incomplete(shares)


KIND = versions.Kind(
    Below("steps", form_of(AlarmStep, without=["ladder"]), "ladder", most=20, check=refuse_wrong_steps),
    next_number=lambda version: ladders.next_number(version.sort),
    is_fixed=ladders.is_fixed,
    after=ladders.forget,
)


class AlarmLadders(versions.EveryVersion):
    form = form_of(AlarmLadder, without=["number"], judged_by=LadderForm)
    tells, kind = ladders_schema.LadderSerializer, KIND


class AlarmLadderDetail(versions.OneVersion):
    form = form_of(AlarmLadder, without=["number", "sort"], judged_by=LadderForm)
    tells, kind = ladders_schema.LadderSerializer, KIND


versions_schema.every("alarm_ladder", "Who is told when of a clock, by sort", AlarmLadders)(AlarmLadders)
versions_schema.one("alarm_ladder", AlarmLadderDetail)(AlarmLadderDetail)
