"""The lists everything else is chosen from, and the duty table, set over REST under /api/v1/settings/.

What programs read of them stays where it is: /api/v1/categories/ and its like tell only what is in use.
"""

from functools import partial

from django.urls import path

from complaints.api import list_serializers as shown
from complaints.api import rules
from complaints.models import Cue, Question

_of = partial(rules.of, tag="settings")
BY_ID = {"pk": "pk"}

Categories, Category = _of(
    shown.SetCategorySerializer, "category", "Every category, in use or not", many="all_categories",
    parts=(Question, Cue),
)  # fmt: skip
Questions, OneQuestion = _of(
    shown.SetQuestionSerializer, "question", "What else is asked about each category, in use or not",
    keys={"category": "category__code", "code": "code"}, inside="category",
)  # fmt: skip
Cues, OneCue = _of(shown.CueSerializer, "cue", "The words by which matters are recognised", keys=BY_ID)
Reasons, Reason = _of(
    shown.SetReasonSerializer, "reason", "Every reason of every list, in use or not",
    keys={"list": "list", "code": "code"}, many="all_reasons",
)  # fmt: skip
Regions, Region = _of(shown.SetRegionSerializer, "region", "The parts of the supply area", many="all_regions")
Teams, Team = _of(shown.SetTeamSerializer, "team", "Every department and team, in use or not", many="all_teams")
Duties, Duty = _of(
    shown.SetDutySerializer, "duty", "Who is on duty now and later", keys=BY_ID, many="duties", until="until"
)
Tags, Tag = _of(shown.CustomerTagSerializer, "customer_tag", "Every tag for customers, in use or not")
CareKinds, CareKind = _of(shown.CareKindSerializer, "care_kind", "Every reason for particular care, in use or not")
Policies, Policy = _of(shown.SetPolicySerializer, "policy", "Every policy, switched on or not", many="policies")

urlpatterns = [
    path("settings/policies/", Policies.as_view(), name="set_policies"),
    path("settings/policies/<slug:code>/", Policy.as_view(), name="set_policy"),
    path("settings/categories/", Categories.as_view(), name="set_categories"),
    path("settings/categories/<slug:code>/", Category.as_view(), name="set_category"),
    path("settings/questions/", Questions.as_view(), name="set_questions"),
    path("settings/questions/<slug:category>/<slug:code>/", OneQuestion.as_view(), name="set_question"),
    path("settings/cues/", Cues.as_view(), name="set_cues"),
    path("settings/cues/<int:pk>/", OneCue.as_view(), name="set_cue"),
    path("settings/reasons/", Reasons.as_view(), name="set_reasons"),
    path("settings/reasons/<slug:list>/<slug:code>/", Reason.as_view(), name="set_reason"),
    path("settings/regions/", Regions.as_view(), name="set_regions"),
    path("settings/regions/<slug:code>/", Region.as_view(), name="set_region"),
    path("settings/teams/", Teams.as_view(), name="set_teams"),
    path("settings/teams/<slug:code>/", Team.as_view(), name="set_team"),
    path("settings/duties/", Duties.as_view(), name="set_duties"),
    path("settings/duties/<int:pk>/", Duty.as_view(), name="set_duty"),
    path("settings/tags/", Tags.as_view(), name="set_tags"),
    path("settings/tags/<slug:code>/", Tag.as_view(), name="set_tag"),
    path("settings/care-kinds/", CareKinds.as_view(), name="set_care_kinds"),
    path("settings/care-kinds/<slug:code>/", CareKind.as_view(), name="set_care_kind"),
]
