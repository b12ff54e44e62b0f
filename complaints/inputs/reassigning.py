"""What is asked for when a ticket changes hands."""

from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy

from complaints import assignable
from complaints.fields import MoveInput, PersonChoice, long_text


class ReassignInput(MoveInput):
    """On a page only those are offered who can be given it where it is."""

    handler = PersonChoice(label=gettext_lazy("Who handles it from here"))
    why = long_text(gettext_lazy("Why"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket and not self.is_bound:
            found = assignable.candidates(self.ticket, Now()).exclude(pk=self.ticket.handler_id or 0)
            self.fields["handler"].queryset = found  # type: ignore[attr-defined]


class RequeueInput(MoveInput):
    why = long_text(gettext_lazy("Why"), rows=2)


REASSIGNING: dict[str, type[MoveInput]] = {"reassign": ReassignInput, "requeue": RequeueInput}
