"""What may follow from an answer that did not satisfy: by the rounds there are, once reviewed, and by whom."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from complaints.aftercare import after_policy
from complaints.models import Callback, Ticket, Triage
from complaints.refusals import NotNow, NotYours, Refused
from servicecenter.actors import Actor

Decision = Triage.Decision


def unsatisfied(ticket: Ticket) -> Callback:
    """The newest callback whose answer waits for what follows."""
    return ticket.callbacks.filter(state=Callback.State.UNSATISFIED).latest("pk")


def barred(ticket: Ticket, here: Actor) -> Mapping[Decision, Refused]:
    """The decisions that are none now, or not theirs, each with the reason. here: with the roles of its region."""
    told: dict[Decision, Refused] = {}
    if ticket.round >= after_policy.of(ticket).rounds:
        over = NotNow(_("The rounds are over: what remains is the complaint manager's final reply."))
        told |= {Decision.SECOND: over, Decision.EXPLAINED: over}
    else:
        told[Decision.FINAL] = NotNow(_("A final reply comes after the last round, not before."))
    if "complaint_manager" not in here.roles:
        told.setdefault(Decision.FINAL, NotYours(_("The final reply is the complaint manager's.")))
    if unsatisfied(ticket).strict:
        strict = NotNow(_("By the rule of this house every unsatisfied customer gets a second handling."))
        told.setdefault(Decision.EXPLAINED, strict)
    if ticket.reviewed_at:
        told.setdefault(Decision.EXPLAINED, NotNow(_("It has been reviewed once already.")))
    return told
