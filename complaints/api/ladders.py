"""Alarm ladders over REST, for administrators: every version, and a new one that begins later.

As on the administrator's page a version in force is never changed. One to come is corrected or taken back there only.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies
from complaints.api import ladders_schema as schema
from complaints.api.policies import AdministratorView
from complaints.models import AlarmLadder, AlarmStep
from complaints.promises import ladders
from servicecenter import administration, change_log
from servicecenter.problems import Problem, WrongInput

MOST_STEPS = 20
WAITS = ("wait", "wait_critical")


class LadderForm(forms.ModelForm):
    class Meta:
        model = AlarmLadder
        fields = ("sort", "valid_from", *WAITS)


class StepForm(forms.ModelForm):
    class Meta:
        model = AlarmStep
        fields = ("share", "role", "only_untouched")


@schema.of_administrators
class AlarmLadders(AdministratorView):
    def get(self, request: Request) -> Response:
        rows = AlarmLadder.objects.prefetch_related("steps")
        return Response(schema.LadderSerializer(rows, many=True, context={"at": self.at}).data)

    def post(self, request: Request) -> Response:
        numbers = dict.fromkeys(WAITS, bodies.whole_number)
        said = bodies.read(request.data, LadderForm.base_fields, **numbers, steps=_steps)
        steps = said.pop("steps", [])
        usual = {name: getattr(AlarmLadder(), name) for name in WAITS}
        form = LadderForm(usual | said)
        _refuse(form, steps, self.at)
        try:
            version = self._keep(form, steps)
        except IntegrityError:  # another administrator made one of this sort at the same moment
            raise Problem(409, "conflict", _("Someone else was first. Nothing was changed; please try again."))
        return Response(schema.LadderSerializer(version, context={"at": self.at}).data, status=201)

    def _keep(self, form: LadderForm, steps: list[StepForm]) -> AlarmLadder:
        with transaction.atomic():
            form.instance.number = ladders.next_number(form.instance.sort)
            version = form.save()
            for step in steps:
                step.instance.ladder = version
                step.save()
            rows = change_log.of_rows((step.instance, change_log.of_form(step, "added")) for step in steps)
            told = change_log.of_form(form, "added")
            told.fields = sorted([*told.fields, "steps"])
            administration.keep_change(version, told, rows, actor=self.actor, at=self.at, source="api")
        ladders.forget()
        return version


def _steps(value: Any) -> list[StepForm]:
    rows = bodies.objects(value)
    if len(rows) > MOST_STEPS:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_STEPS})
    return [StepForm(_step(row)) for row in rows]


def _step(row: dict[str, Any]) -> dict[str, Any]:
    try:
        return bodies.read(row, StepForm.base_fields, share=_share)
    except WrongInput as wrong:
        raise ValueError("; ".join(f"{name}: {said[0]}" for name, said in wrong.extra["errors"].items()))


def _share(value: Any) -> int | None:
    return None if value is None else bodies.whole_number(value)


def _refuse(form: LadderForm, steps: list[StepForm], at: datetime) -> None:
    """Raises WrongInput by field; a step is named by its place."""
    errors = {name: [str(one) for one in wrong] for name, wrong in form.errors.items()}
    if since := form.cleaned_data.get("valid_from"):
        _ask(errors, "valid_from", ladders.refuse_too_soon, since, at)
    if wrong_steps := [
        f"{place}. {name}: {told}"
        for place, step in enumerate(steps, start=1)
        for name, said in step.errors.items()
        for told in said
    ]:
        errors["steps"] = wrong_steps
    else:
        shares = [step.cleaned_data["share"] for step in steps]
        _ask(errors, "steps", _refuse_twice, shares)
        _ask(errors, "steps", ladders.refuse_incomplete, shares)
    if errors:
        raise WrongInput(errors)


def _ask(errors: dict[str, list[str]], name: str, refuse: Callable[..., None], *said: Any) -> None:
    try:
        refuse(*said)
    except ValidationError as error:
        errors.setdefault(name, []).extend(error.messages)


def _refuse_twice(shares: Sequence[int | None]) -> None:
    told = [one for one in shares if one is not None]
    if len(set(told)) < len(told):
        raise ValidationError(_("Two steps have the same share."))
