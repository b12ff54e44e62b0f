"""What the moves ask for that lie between tickets: linking, merging, splitting, undoing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import petitions, ties
from complaints.fields import LabelChoice, MoveInput, long_text
from complaints.models import Category, Tie

LIST_LENGTH = 200_000  # characters of a petition's list


def ticket_number(label, **kwargs) -> forms.CharField:
    """Whether there is such a ticket, and for whom, only the verb can tell."""
    return forms.CharField(label=label, max_length=40, **kwargs)


class LinkInput(MoveInput):
    other = ticket_number(gettext_lazy("Number of the other ticket"))
    why = long_text(gettext_lazy("What connects them"), required=False, rows=2)


class MergeInput(MoveInput):
    into = ticket_number(
        gettext_lazy("Number of the earlier ticket"),
        help_text=gettext_lazy("Same person and same matter. Requests, messages and files go on there."),
    )
    why = long_text(gettext_lazy("Why it is the same matter"), rows=2)


class SplitInput(MoveInput):
    """Which of the things asked for go along; on a ticket with none the words alone make the new one."""

    words = long_text(gettext_lazy("The part that becomes a ticket of its own"), rows=3)
    requests = forms.MultipleChoiceField(
        label=gettext_lazy("Takes along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    category = LabelChoice(
        Category.objects.filter(is_active=True), label=gettext_lazy("Category"), required=False,
        help_text=gettext_lazy("Empty: the same."),
    )  # fmt: skip
    why = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        asked = [one for one in self.ticket.requests.all() if one.handed_to_id is None] if self.ticket else []
        self.fields["requests"].choices = [(str(one.position), one.words) for one in asked]  # type: ignore[attr-defined]


class UndoInput(MoveInput):
    """Above its field stands what it takes back, and what becomes of the tickets."""

    why = long_text(gettext_lazy("Why"), rows=2)

    @cached_property
    def decided_on(self) -> str:
        tie = ties.newest_to_undo(self.ticket) if self.ticket and self.ticket.can_undo else None
        if tie is None:
            return ""
        takes_back = {
            Tie.Kind.LINK: _("Takes back the link with %(number)s. Both tickets stay as they are."),
            Tie.Kind.MERGE: _(
                "Takes back the merging into %(number)s: this ticket goes on where it stood, with what was asked for "
                "here and its clocks."
            ),
            Tie.Kind.SPLIT: _(
                "Takes back the splitting off from %(number)s: what was asked for here goes back there, and this "
                "number ends."
            ),
        }[Tie.Kind(tie.kind)]
        return takes_back % {"number": tie.other.number}


class ImportPetitionInput(MoveInput):
    """Read first, shown, and done only when it is confirmed."""

    takes_file = True
    people = long_text(
        gettext_lazy("The list"), rows=6,
        help_text=gettext_lazy("One person a line: name, phone or email, place, own words, representative (x)."),
    )  # fmt: skip
    confirmed = forms.BooleanField(label=gettext_lazy("The list is read right: add these people"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].max_length = LIST_LENGTH  # type: ignore[attr-defined]
        self.fields["people"].validators = []
        self.fields["people"].widget.attrs["maxlength"] = LIST_LENGTH
        self.preview: list[petitions.Person] = []

    @classmethod
    def posted(cls, data: QueryDict, files: MultiValueDict[str, UploadedFile]) -> QueryDict:
        """A file chosen counts as the list; Excel writes it in UTF-8 or GB18030."""
        if not (file := files.get("file")):
            return data
        raw, changed = file.read(LIST_LENGTH), data.copy()
        try:
            changed["people"] = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            changed["people"] = raw.decode("gb18030", errors="replace")
        changed.pop("confirmed", None)
        return changed

    def clean_people(self) -> list[petitions.Person]:
        self.preview = petitions.read(self.cleaned_data["people"])
        return self.preview

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.preview and not cleaned.pop("confirmed", False):
            self.add_error("confirmed", _("Nothing is done yet: look at the list and confirm it."))
        return cleaned


class LeaveGroupInput(MoveInput):
    """Above its field stands what leaving means."""

    why = long_text(gettext_lazy("Why it differs"), rows=2)

    @cached_property
    def decided_on(self) -> str:
        if self.ticket is None or self.ticket.lead is None:
            return ""
        number = {"number": self.ticket.lead.number}
        if self.ticket.replied_at is None:
            return (
                _("The answer of %(number)s no longer reaches this person: from here it has its own alarms.") % number
            )
        return _("It was answered with %(number)s; what comes from here is its own.") % number


class ReplyWithLeadInput(MoveInput):
    """The lead has said it all."""


BETWEEN: dict[str, type[MoveInput]] = {
    "import_petition": ImportPetitionInput,
    "leave_group": LeaveGroupInput,
    "reply_with_lead": ReplyWithLeadInput,
    "link": LinkInput,
    "merge": MergeInput,
    "split": SplitInput,
    "undo": UndoInput,
}
