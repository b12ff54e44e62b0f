"""What an answer to the customer asks for: words, each request, apology, findings, and what is promised by when."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.choices import SETTLED, Met
from complaints.fields import LONG, FieldGroup, MoveInput, PersonChoice, long_text, moment
from complaints.models import FollowUp
from complaints.stages.follow_ups import Promised
from complaints.stages.reply import owed_apology

SHOWN, MOST = 3, 10  # follow-ups asked for on the page; taken in all
ROW = re.compile(r"^follow_up_(\d{1,2})_(?:kind|what|due_at|owner)$")


class AnswerInput(MoveInput):
    """Words to the customer, for each thing they asked for what became of it, and every promise with its date."""

    words = long_text(gettext_lazy("Answer to the customer"), rows=5)
    outcome = forms.ChoiceField(label=gettext_lazy("Is the matter settled?"), choices=SETTLED, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for request in self._requests():
            self._ask_about(request)
        self.fields["apology"] = long_text(
            _("Apology"), required=False, rows=2,
            help_text=_("When the complaint is upheld, one is said in any case."),
        )  # fmt: skip
        self.fields["findings"] = long_text(_("What we found, in words for the customer"), required=False, rows=2)
        if self.ticket and (owed := owed_apology(self.ticket)):
            self.initial.setdefault("apology", owed)
        for number in self._rows():
            self._ask_for_promise(number)

    def _ask_about(self, request) -> None:
        number = request.position
        self.fields[f"result_{number}"] = forms.ChoiceField(
            label=_("They asked: %(words)s") % {"words": request.words}, choices=Met.choices, widget=forms.RadioSelect
        )
        self.fields[f"why_{number}"] = _line(_("Why"), help_text=_("Needed when it is not met in full."))
        self.fields[f"measure_{number}"] = _line(_("What was or is being done about it"))

    def _ask_for_promise(self, number: int) -> None:
        kinds = [("", "–"), *FollowUp.Kind.choices]
        named = {"number": number}
        row = f"follow_up_{number}"
        self.fields[f"{row}_kind"] = forms.ChoiceField(
            label=_("Promise %(number)d: what kind") % named, choices=kinds, required=False
        )
        self.fields[f"{row}_what"] = _line(_("What is promised"))
        self.fields[f"{row}_due_at"] = moment(_("Done by"), required=False)
        self.fields[f"{row}_owner"] = PersonChoice(
            label=_("Who sees to it"), required=False, help_text=_("Empty: the handler.")
        )

    def _requests(self):
        return [one for one in self.ticket.requests.all() if one.handed_to_id is None] if self.ticket else []

    def _rows(self) -> Iterable[int]:
        asked = [int(found[1]) for name in self.data or {} if (found := ROW.match(name))]
        return range(1, min(MOST, max([SHOWN, *asked])) + 1)

    def groups(self) -> list[FieldGroup]:
        """The answer itself, what may be added to it, and the promises: the last two folded while empty."""
        more = ["apology", "findings"]
        promises = [name for name in self.fields if ROW.match(name)]
        first = [name for name in self.fields if name not in {*more, *promises}]
        return [
            self.group("", first),
            self.group(_("Apology and findings"), more),
            self.group(_("What we promise, by when"), promises),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        results, measures = {}, {}
        for request in self._requests():
            number = request.position
            result, why = cleaned.pop(f"result_{number}", ""), cleaned.pop(f"why_{number}", "")
            if result and result != Met.MET and not why:
                self.add_error(f"why_{number}", _("Say why it was not met, or not in full."))
            results[number] = (result, why)
            measures[number] = cleaned.pop(f"measure_{number}", "")
        promised = [one for number in self._rows() if (one := self._promise(number, cleaned))]
        return {**cleaned, "results": results, "measures": measures, "promised": promised}

    def _promise(self, number: int, cleaned: dict[str, Any]) -> Promised | None:
        row = f"follow_up_{number}"
        told = {name: cleaned.pop(f"{row}_{name}", None) for name in ("kind", "what", "due_at", "owner")}
        if not any(told.values()):
            return None
        missing = {
            "kind": _("Choose what kind of promise it is."),
            "what": _("Say what is promised."),
            "due_at": _("A promise needs its date."),
        }
        for name, words in missing.items():
            if not told[name] and f"{row}_{name}" not in self.errors:
                self.add_error(f"{row}_{name}", words)
        return Promised(**told) if all(told[name] for name in missing) else None


def _line(label: str, **kwargs) -> forms.CharField:
    one_row = forms.Textarea(attrs={"rows": 1})
    return forms.CharField(label=label, required=False, max_length=LONG, widget=one_row, **kwargs)
