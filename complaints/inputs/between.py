"""What the moves ask for that lie between tickets: linking, merging, splitting, undoing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from complaints import ties
from complaints.fields import LabelChoice, MoveInput, long_text
from complaints.models import Category, Tie


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
    """Under its field stands what it would undo."""

    why = long_text(gettext_lazy("Why"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        tie = ties.newest_to_undo(self.ticket) if self.ticket and self.ticket.can_undo else None
        if tie is not None:
            self.fields["why"].help_text = f"{Tie.Kind(tie.kind).label} · {tie.other.number}"


BETWEEN: dict[str, type[MoveInput]] = {
    "link": LinkInput,
    "merge": MergeInput,
    "split": SplitInput,
    "undo": UndoInput,
}
