"""Why a move is refused, in words for the person who tried. A refused move has changed nothing."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from complaints.models import Ticket
from servicecenter.models import Event


class Refused(Exception):
    """The move may not be made; the message is for the person who tried."""

    code = "refused"


class NotNow(Refused):
    """The stage does not allow it."""

    code = "stage"


class NotYours(Refused):
    """Not this person's to do."""

    code = "role"


class NotThisRole(NotYours):
    """Whoever holds one of the move's roles may."""


class Missing(Refused):
    """Something that must be supplied was not. `errors`: field → messages."""

    code = "missing"

    def __init__(self, errors: Mapping[str, list[str]]):
        super().__init__(_("Something is missing."))
        self.errors = dict(errors)


class Conflict(Refused):
    """Someone else was first: `event` says who did what."""

    code = "version"

    def __init__(self, ticket: Ticket, event: Event | None):
        super().__init__(_("Someone else changed this ticket first."))
        self.ticket = ticket
        self.event = event
