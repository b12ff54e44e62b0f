"""What the moves of the thread ask for, from review to archive and reopening."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import root_cause
from complaints.barred import persons
from complaints.choices import Nature, Priority
from complaints.fields import LabelChoice, MoveInput, PersonChoice, long_text, moment, nothing_chosen
from complaints.inputs.answers import AnswerInput
from complaints.inputs.tasks import WithCoHandlers
from complaints.inputs.whom import DepartmentChoice, OfferedWhereItIs
from complaints.models import Category, Reason
from servicecenter.actors import Actor
from servicecenter.models import Team


class Nothing(MoveInput):
    """The move needs no words."""


class ClassifyInput(MoveInput):
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), choices=Nature.choices)
    category = LabelChoice(Category.objects.filter(is_active=True), label=gettext_lazy("Category"))
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices)
    why = long_text(
        gettext_lazy("Why"), required=False, rows=2,
        help_text=gettext_lazy("Needed when a complaint is to be called something else."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket:
            self.initial = {
                "nature": self.ticket.nature,
                "category": self.ticket.category.code if self.ticket.category else None,
                "priority": self.ticket.priority,
                **self.initial,
            }


class DispatchInput(WithCoHandlers):
    team = LabelChoice(Team.objects.filter(is_active=True), label=gettext_lazy("To"))
    handler = DepartmentChoice(label=gettext_lazy("Handler"), required=False)
    why = long_text(gettext_lazy("Why they"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.here and self.ticket and self.ticket.team_id:
            field: Any = self.fields["team"]
            field.queryset = self.offered(field.queryset, self._is_theirs)

    def _is_theirs(self, here: Actor, team: Team) -> bool:
        return self.ticket is None or persons.may_dispatch_to(here, self.ticket, team)


class AcceptInput(OfferedWhereItIs):
    handler = PersonChoice(
        label=gettext_lazy("Person responsible"), required=False, help_text=gettext_lazy("Empty: yourself.")
    )
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


class HoldInput(MoveInput):
    reason = LabelChoice(
        Reason.objects.filter(list=Reason.List.HOLD, is_active=True),
        label=gettext_lazy("What are we waiting for?"),
    )
    until = moment(gettext_lazy("Take it up again at the latest"))
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


class ResumeInput(MoveInput):
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


class EscalateInput(MoveInput):
    reason = LabelChoice(
        Reason.objects.filter(list=Reason.List.ESCALATION, is_active=True), label=gettext_lazy("Reason")
    )
    words = long_text(gettext_lazy("What must they know?"), required=False, rows=2)


class ArchiveInput(MoveInput):
    category = LabelChoice(Category.objects.filter(is_active=True), label=gettext_lazy("Final category"))
    closing_code = LabelChoice(
        Reason.objects.filter(list=Reason.List.CLOSING, is_active=True), label=gettext_lazy("Closing code")
    )
    cause = LabelChoice(
        Reason.objects.filter(list=Reason.List.CAUSE, is_active=True), label=gettext_lazy("Root cause"), required=False,
        help_text=gettext_lazy("Empty: as it was found."),
    )  # fmt: skip
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket and self.ticket.category:
            self.initial.setdefault("category", self.ticket.category.code)
        if self.ticket and root_cause.must_be_said(self.ticket):
            cause, words = self.fields["cause"], _("Nothing was found on file: say what it came from.")
            cause.required, cause.help_text, cause.error_messages["required"] = True, words, words
            cause.empty_label = nothing_chosen({"required": True})  # type: ignore[attr-defined]


class ReopenInput(MoveInput):
    words = long_text(gettext_lazy("What is not solved?"))
    reason = LabelChoice(
        Reason.objects.filter(list=Reason.List.REOPENING, is_active=True), label=gettext_lazy("Reason"), required=False
    )


THREAD: dict[str, type[MoveInput]] = {
    "start_review": Nothing,
    "classify": ClassifyInput,
    "answer": AnswerInput,
    "dispatch": DispatchInput,
    "accept": AcceptInput,
    "hold": HoldInput,
    "resume": ResumeInput,
    "escalate": EscalateInput,
    "reply": AnswerInput,
    "archive": ArchiveInput,
    "reopen": ReopenInput,
}
