"""With which roles somebody stands before one ticket."""

from dataclasses import replace

from complaints.choices import Nature
from complaints.models import Ticket
from servicecenter.actors import Actor
from servicecenter.roles import ROLES


def before(ticket: Ticket, actor: Actor) -> Actor:
    """Those of its region; on a report of wrongdoing the integrity role stands for every other: nobody else sees it."""
    here = actor.within(ticket.region_id)
    if ticket.nature == Nature.REPORT and "integrity_officer" in here.roles:
        return replace(here, roles=frozenset(ROLES))
    return here
