"""What the moves ask for that steer a ticket: returns and rulings, more time, orders, the customer's pressing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.fields import LabelChoice, MoveInput, long_text, moment
from complaints.inputs.whom import DepartmentChoice
from complaints.models import Extension, Finding, Reason
from complaints.promises import more_time
from servicecenter.models import Team
from servicecenter.moments import say_moment


def teams(label, **kwargs) -> LabelChoice:
    return LabelChoice(Team.objects.filter(is_active=True), label=label, **kwargs)


class ReturnInput(MoveInput):
    team = teams(gettext_lazy("Who should have it"))
    why = long_text(gettext_lazy("Why it is not ours"), rows=2)


class RuleInput(MoveInput):
    team = teams(gettext_lazy("This department handles it"))
    handler = DepartmentChoice(label=gettext_lazy("Handler"), required=False)
    why = long_text(gettext_lazy("Why they"), rows=2)


class FindInput(MoveInput):
    # Nothing is chosen beforehand: a finding is somebody's judgement, never the first of a list.
    verdict = forms.ChoiceField(
        label=gettext_lazy("Is it upheld?"), choices=Finding.Verdict.choices, widget=forms.RadioSelect
    )
    cause = LabelChoice(Reason.objects.filter(list=Reason.List.CAUSE, is_active=True), label=gettext_lazy("Cause"))
    responsible = teams(gettext_lazy("Responsible unit"), required=False)
    facts = long_text(gettext_lazy("Facts and evidence"))
    can_recur = forms.BooleanField(label=gettext_lazy("It can happen again"), required=False)
    measure = long_text(
        gettext_lazy("What is done against the cause"), required=False, rows=2,
        help_text=gettext_lazy("If it can happen again; the responsible unit may also say it later."),
    )  # fmt: skip


class RequestExtensionInput(MoveInput):
    due_at = moment(gettext_lazy("New time for the reply"))
    why = long_text(gettext_lazy("Why"), rows=2)
    words = long_text(
        gettext_lazy("Words for the customer"), rows=2, help_text=gettext_lazy("Sent when it is granted.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket and (due := more_time.reply_clock(self.ticket, self.ticket.clocks.all())):
            now = say_moment(due.due_at, timezone.get_current_timezone(), now=due.started_at)
            self.fields["due_at"].help_text = _("At present due %(moment)s.") % {"moment": now}


class DecideExtensionInput(MoveInput):
    granted = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("Grant it")), ("no", gettext_lazy("Refuse it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = long_text(
        gettext_lazy("Opinion"), required=False, rows=2, help_text=gettext_lazy("Needed to refuse, not to grant.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.here and self.asked and not more_time.may_grant(self.here.roles, self.asked.clock):
            field = self.fields["granted"]
            field.choices = [one for one in field.choices if one[0] == "no"]  # type: ignore[attr-defined]
            field.help_text = _("A second extension is granted by the complaint manager only.")

    @cached_property
    def asked(self) -> Extension | None:
        waiting = self.ticket.extensions.filter(granted=None) if self.ticket else Extension.objects.none()
        return waiting.select_related("clock").first()

    @cached_property
    def decided_on(self) -> str:
        if self.asked is None:
            return ""
        until = say_moment(self.asked.due_at, timezone.get_current_timezone(), now=self.asked.asked_at)
        return f"{_('Asked until %(moment)s') % {'moment': until}} · {self.asked.why}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("granted") is False and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say why it is refused."))
        return cleaned


class InterimReplyInput(MoveInput):
    words = long_text(gettext_lazy("How it stands, in words for the customer"))
    next_update_at = moment(gettext_lazy("They hear from us again by"))


class ChaseInput(MoveInput):
    words = long_text(gettext_lazy("What the customer says"), rows=2)
    name = forms.CharField(
        label=gettext_lazy("Who asks"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: the customer. Somebody else may ask, and is told nothing of the matter."),
    )  # fmt: skip


class SuperviseInput(MoveInput):
    words = long_text(gettext_lazy("What is to be done"), rows=2)
    due_at = moment(gettext_lazy("Answer by"))


class AnswerSupervisionInput(MoveInput):
    """Under its field stands the order it answers."""

    words = long_text(gettext_lazy("What was done"))

    @cached_property
    def decided_on(self) -> str:
        return self.ticket.supervisions.get(answered_at=None).what if self.ticket and self.ticket.order_open else ""


class TakeOverInput(MoveInput):
    why = long_text(gettext_lazy("Why"), rows=2)


class WithdrawInput(MoveInput):
    words = long_text(
        gettext_lazy("The customer's words"), rows=2,
        help_text=gettext_lazy(
            "They give up what they ask of us. What was promised, ordered or asked of billing is ended first."
        ),
    )  # fmt: skip


STEERING: dict[str, type[MoveInput]] = {
    "return": ReturnInput,
    "rule": RuleInput,
    "find": FindInput,
    "request_extension": RequestExtensionInput,
    "decide_extension": DecideExtensionInput,
    "interim_reply": InterimReplyInput,
    "chase": ChaseInput,
    "supervise": SuperviseInput,
    "answer_supervision": AnswerSupervisionInput,
    "take_over": TakeOverInput,
    "withdraw": WithdrawInput,
}
