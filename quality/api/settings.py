"""Scorecards and inspection forms over REST, for administrators: the cards and forms, and their versions with rows.

As on the administrator's pages a version that runs or has been used is never changed: another follows it.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext as _

from complaints.api import rules, versions, versions_schema
from complaints.api.rows_below import Below
from complaints.api.rule_serializers import NamedRuleSerializer, RuleSerializer
from complaints.api.setting_fields import form_of
from quality import versions as standing
from quality.admin_forms import CardVersionForm, LineForm
from quality.indicators import ALL
from quality.models import (
    Criterion,
    InspectionForm,
    InspectionFormVersion,
    Scorecard,
    ScorecardLine,
    ScorecardVersion,
)


class SetScorecardSerializer(NamedRuleSerializer):
    class Meta:
        model = Scorecard
        fields = ("code", "label", "labels", "of", "is_active")


class SetInspectionFormSerializer(NamedRuleSerializer):
    class Meta:
        model = InspectionForm
        fields = ("code", "label", "labels", "is_active")


class ScorecardLineSerializer(RuleSerializer):
    class Meta:
        model = ScorecardLine
        fields = ("indicator", "dimension", "direction", "target_is", "target", "base_since", "base_until", "weight")


class ScorecardVersionSerializer(RuleSerializer):
    """The card from a moment on, until its next version. Its weights add up to 100 %."""

    lines = ScorecardLineSerializer(many=True, read_only=True)

    class Meta:
        model = ScorecardVersion
        fields = ("id", "card", "number", "valid_from", "lines")


class SetCriterionSerializer(NamedRuleSerializer):
    class Meta:
        model = Criterion
        fields = ("label", "labels", "dimension", "weight", "fatal", "position")
        extra_kwargs = {"fatal": {"help_text": "Has no weight: its Yes makes the whole score 0."}}


class InspectionFormVersionSerializer(RuleSerializer):
    """The form from a moment on. One a sample was drawn with is never changed."""

    criteria = SetCriterionSerializer(many=True, read_only=True)

    class Meta:
        model = InspectionFormVersion
        fields = ("id", "form", "number", "valid_from", "criteria")


def follow(version: Any, since: datetime, now: datetime) -> tuple[Any, None]:
    """Raises ValidationError for a moment that is over."""
    if since <= now:
        raise ValidationError(_("Choose a moment to come, after the beginning of the version it follows."))
    return standing.copy(version, since), None


def _kind(below: Below) -> versions.Kind:
    return versions.Kind(below, standing.next_number, standing.is_fixed, copy=follow)


CARDS = _kind(
    Below(
        "lines", form_of(ScorecardLine, without=["version"], judged_by=LineForm), "version", key="indicator",
        most=len(ALL), check=standing.refuse_unweighed,
    )
)  # fmt: skip
FORMS = _kind(
    Below("criteria", form_of(Criterion, without=["version"]), "version", check=standing.refuse_unweighed)
)  # fmt: skip


class CardVersions(versions.EveryVersion):
    form = form_of(ScorecardVersion, without=["number"], judged_by=CardVersionForm)
    following = form_of(ScorecardVersion, without=["number", "card"], judged_by=CardVersionForm)
    tells, kind, tag = ScorecardVersionSerializer, CARDS, "quality"


class CardVersion(versions.OneVersion):
    form = CardVersions.following
    tells, kind, tag = ScorecardVersionSerializer, CARDS, "quality"


class FormVersions(versions.EveryVersion):
    form = form_of(InspectionFormVersion, without=["number"])
    following = form_of(InspectionFormVersion, without=["number", "form"])
    tells, kind, tag = InspectionFormVersionSerializer, FORMS, "quality"


class FormVersion(versions.OneVersion):
    form = FormVersions.following
    tells, kind, tag = InspectionFormVersionSerializer, FORMS, "quality"


versions_schema.every("scorecard_version", "Every version of every scorecard", CardVersions)(CardVersions)
versions_schema.one("scorecard_version", CardVersion)(CardVersion)
versions_schema.every("inspection_form_version", "Every version of every inspection form", FormVersions)(FormVersions)
versions_schema.one("inspection_form_version", FormVersion)(FormVersion)
Cards, Card = rules.of(
    SetScorecardSerializer, "scorecard", "Every scorecard, in use or not", many="all_scorecards", tag="quality"
)
Forms, Form = rules.of(
    SetInspectionFormSerializer, "inspection_form", "Every inspection form, in use or not", tag="quality"
)

urlpatterns = [
    path("settings/scorecards/", Cards.as_view(), name="set_scorecards"),
    path("settings/scorecards/<slug:code>/", Card.as_view(), name="set_scorecard"),
    path("settings/scorecard-versions/", CardVersions.as_view(), name="set_scorecard_versions"),
    path("settings/scorecard-versions/<int:pk>/", CardVersion.as_view(), name="set_scorecard_version"),
    path("settings/forms/", Forms.as_view(), name="set_forms"),
    path("settings/forms/<slug:code>/", Form.as_view(), name="set_form"),
    path("settings/form-versions/", FormVersions.as_view(), name="set_form_versions"),
    path("settings/form-versions/<int:pk>/", FormVersion.as_view(), name="set_form_version"),
]
