"""Settings in versions with rows of their own, over REST: begun, followed, corrected and taken back before their time.

What is in force is never changed here either: another version follows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, rows_below, setting_fields
from complaints.api.rules import EveryRule, OneRule
from servicecenter import administration, change_log
from servicecenter.problems import Problem, WrongInput


def _delete(version: Any) -> None:
    version.delete()


@dataclass(frozen=True)
class Kind:
    """copy(version, since, now): the version that follows it, and what that changed of the one before.

    along(form): another version that is kept with the one on the form, and what of it was changed.
    take_back(version): delete it; another version that is kept with that, and what of it was changed.
    """

    below: rows_below.Below
    next_number: Callable[[Any], int]
    is_fixed: Callable[[Any, datetime], bool]
    copy: Callable[[Any, datetime, datetime], tuple[Any, change_log.Change | None]] | None = None
    after: Callable[[], None] = lambda: None
    along: Callable[[Any], tuple[Any, change_log.Change] | None] = lambda form: None
    take_back: Callable[[Any], tuple[Any, change_log.Change] | None] = _delete


class VersionView:
    """Mixin of the views of a rule: the row is kept together with those below it."""

    kind: Kind
    actor: Any
    at: datetime

    def keep_whole(self, form: forms.ModelForm, sent: rows_below.Sent | None, change: str) -> None:
        """Raises WrongInput by field; Problem 409 where somebody else was first."""
        self._judge(form, sent)
        if change == "added":
            form.instance.number = self.kind.next_number(form.instance)
        told = change_log.of_form(form, change)
        try:
            with transaction.atomic():
                version = form.save()
                rows = sent.keep(version) if sent else []
                if rows:
                    told.fields = sorted([*told.fields, self.kind.below.name])
                if moved := self.kind.along(form):
                    self.tell(*moved)
                if told.fields:
                    self.tell(version, told, rows)
        except IntegrityError:  # another administrator made one at the same moment
            raise Problem(409, "conflict", _("Someone else was first. Nothing was changed; please try again."))
        self.kind.after()

    def tell(self, version: models.Model, told: change_log.Change, rows: Any = ()) -> None:
        administration.keep_change(
            version, told, change_log.of_rows(rows), actor=self.actor, at=self.at, source="api"
        )  # fmt: skip

    def _judge(self, form: forms.ModelForm, sent: rows_below.Sent | None) -> None:
        errors = {name: [str(one) for one in wrong] for name, wrong in form.errors.items()}
        if wrong := sent.errors() if sent else []:
            errors[self.kind.below.name] = wrong
        if errors:
            raise WrongInput(errors)


class EveryVersion(VersionView, EveryRule):
    following: setting_fields.Form

    def get(self, request: Request) -> Response:
        model = self.tells.Meta.model
        above = [one.name for one in model._meta.fields if isinstance(one, models.ForeignKey)]
        rows = model._default_manager.select_related(*above).prefetch_related(self.kind.below.name)
        return Response(self.tells(rows, many=True, context={"at": self.at}).data)

    def post(self, request: Request) -> Response:
        """What is not said is as usual or, of a version that follows another, as it was there."""
        if self.kind.copy and "follows" in request.data:
            version = self._follow(dict(request.data))
        else:
            said = setting_fields.read(request.data, self.form, **self._rows())
            sent = said.pop(self.kind.below.name, None) or rows_below.Sent(self.kind.below)
            form = self.form(setting_fields.usual(self.tells.Meta.model(), self.form) | said)
            self.keep_whole(form, sent, "added")
            version = form.instance
        return Response(self.tells(version, context={"at": self.at}).data, status=201)

    def _rows(self) -> dict[str, bodies.Reader]:
        return {self.kind.below.name: rows_below.read(self.kind.below)}

    @transaction.atomic
    def _follow(self, said: dict[str, Any]) -> Any:
        wanted = bodies.read({"follows": said.pop("follows")}, {}, follows=bodies.whole_number)["follows"]
        since = SinceForm(setting_fields.read({"valid_from": said.pop("valid_from", None)}, SinceForm))  # type: ignore[arg-type]
        begins = bodies.valid(since)["valid_from"]
        version = self.tells.Meta.model._default_manager.select_for_update().filter(pk=wanted).first()
        if version is None:
            raise WrongInput({"follows": [_("There is no such version.")]})
        try:
            following, ended = self.kind.copy(version, begins, self.at)  # type: ignore[misc]
        except ValidationError as error:
            raise WrongInput({"valid_from": error.messages})
        if ended:
            self.tell(version, ended)
        self.tell(following, _begun(following))
        if said:
            self._otherwise(following, said)
        return self.tells.Meta.model._default_manager.get(pk=following.pk)

    def _otherwise(self, version: Any, said: Mapping[str, Any]) -> None:
        """What the version that follows has otherwise than the one before."""
        form, sent = changing(self.following, self.kind, version, said)
        self.keep_whole(form, sent, "changed")


class OneVersion(VersionView, OneRule):
    keys = {"pk": "pk"}

    def patch(self, request: Request, **address: Any) -> Response:
        """Change what is named; rows are sent as the whole list they shall be."""
        with transaction.atomic():
            version = self._held(address)
            form, sent = changing(self.form, self.kind, version, request.data)
            if self.kind.is_fixed(version, self.at):
                self.refuse_fixed(form, sent)
            self.keep_whole(form, sent, "changed")
        version = self.tells.Meta.model._default_manager.get(pk=version.pk)
        return Response(self.tells(version, context={"at": self.at}).data)

    def refuse_fixed(self, form: forms.ModelForm, sent: rows_below.Sent | None) -> None:
        raise Problem(409, "in_force", _("A version that is in force or in use stays as it is: let another follow it."))

    def delete(self, request: Request, **address: Any) -> Response:
        """Raises Problem 409 for one in force."""
        with transaction.atomic():
            version = self._held(address)
            if self.kind.is_fixed(version, self.at):
                OneVersion.refuse_fixed(self, self.form(), None)
            self.tell(version, change_log.of_deleted(version))
            if moved := self.kind.take_back(version):
                self.tell(*moved)
        self.kind.after()
        return Response(status=204)


class SinceForm(forms.Form):
    valid_from = setting_fields.SetMoment()


def changing(form: setting_fields.Form, kind: Kind, version: Any, said: Mapping[str, Any]) -> Any:
    """The forms of a version as it was, but for what is said. Raises WrongInput by field."""
    name = kind.below.name
    given = setting_fields.read(said, form, **{name: rows_below.read(kind.below, getattr(version, name).all())})
    sent = given.pop(name, None)
    before = {one: getattr(version, one) for one in setting_fields.fields_of(form)}
    return form(setting_fields.usual(version, form) | given, instance=version, initial=before), sent


def _begun(version: Any) -> change_log.Change:
    told = change_log.Change("added", ["number", "valid_from"])
    for name in told.fields:
        told.tell("after", version._meta.get_field(name), getattr(version, name))
    return told
