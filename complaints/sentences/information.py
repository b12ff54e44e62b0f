"""What is missing and was asked of the customer, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.choices import Channel
from complaints.sentences.facts import Facts, label

INFORMATION: dict[str, Callable[[Facts], str]] = {
    "ticket.information_asked": lambda facts: (
        _("asked the customer for what is missing, time %(count)s, by: %(channel)s; on hold until %(until)s")
        % {
            "count": facts.get("count"),
            "channel": label(Channel, facts.get("channel")),
            "until": facts.moment("until"),
        }
    ),
    "ticket.closed_unanswered": lambda facts: _("closed it: the customer did not say what is missing"),
}
