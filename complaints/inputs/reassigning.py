"""What is asked for when a ticket changes hands."""

from django.utils.translation import gettext_lazy

from complaints.fields import MoveInput, PersonChoice, long_text
from complaints.inputs.whom import OfferedWhereItIs


class ReassignInput(OfferedWhereItIs):
    but_who_has_it = True
    handler = PersonChoice(label=gettext_lazy("Who handles it from here"))
    why = long_text(gettext_lazy("Why"), rows=2)


class RequeueInput(MoveInput):
    why = long_text(gettext_lazy("Why"), rows=2)


REASSIGNING: dict[str, type[MoveInput]] = {"reassign": ReassignInput, "requeue": RequeueInput}
