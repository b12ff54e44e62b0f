"""Whom a move may be given to, as its form offers them: active people of the department, or of the region.

What is offered is a help; what may be, the verb decides.
"""

from typing import Any

from django.db.models.functions import Now
from django.forms.models import ModelChoiceIterator

from complaints.desk import assignable
from complaints.fields import MoveInput, PersonChoice


class _Offered(ModelChoiceIterator):
    def __init__(self, field: Any):
        super().__init__(field)
        self.queryset = assignable.of_team(None, Now())


class DepartmentChoice(PersonChoice):
    """Offers whoever handles things in some department, shown with it: which one is chosen in the same form."""

    iterator = _Offered

    def __init__(self, **kwargs: Any):
        super().__init__(with_team=True, **kwargs)


class OfferedWhereItIs(MoveInput):
    """Its `handler` is offered from who can be given the ticket where it is now."""

    but_who_has_it = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket and not self.is_bound and "handler" in self.fields:
            found = assignable.candidates(self.ticket, Now())
            if self.but_who_has_it:
                found = found.exclude(pk=self.ticket.handler_id or 0)
            self.fields["handler"].queryset = found  # type: ignore[attr-defined]
