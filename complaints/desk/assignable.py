"""Who can be given a ticket: people of the department it is with, or those who watch over its region."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from complaints.choices import Nature, Stage
from complaints.models import Ticket
from servicecenter.models import RoleHeld, Team, User
from servicecenter.roles import EVERY_REGION

# A moment, or the database's own when a form is drawn.
Moment = datetime | Now
DEPARTMENT = frozenset({"coordinator", "handler", "crew"})
RECEIVING = frozenset({"agent", "reviewer"})
WATCHING = frozenset({"supervisor", "shift_leader", "complaint_manager"})
WITH_A_DEPARTMENT = (Stage.DISPATCHED, Stage.INVESTIGATING)


def candidates(ticket: Ticket, at: Moment) -> QuerySet[User]:
    """Active people the ticket may be given to where it is now, by user name. A report: the integrity role only."""
    if ticket.nature == Nature.REPORT:
        return _holding(Q(role="integrity_officer"), at)
    watching = _held(WATCHING, ticket.region_id)
    if ticket.stage not in WITH_A_DEPARTMENT:
        return _holding(watching | _held(RECEIVING, ticket.region_id), at)
    if ticket.team_id is None:
        return _holding(watching | Q(role__in=DEPARTMENT), at)
    return _holding(watching, at) | of_team(ticket.team, at)


def of_team(team: Team | None, at: Moment) -> QuerySet[User]:
    """Active people who handle things in this department or in a team of it; of a team also its department's."""
    if team is None:
        return _holding(Q(role__in=DEPARTMENT), at)
    near = Q(team=team) | Q(team__department=team)
    if team.department_id:
        near |= Q(team=team.department_id)
    return _holding(Q(role__in=DEPARTMENT), at).filter(near)


def may_be_given(ticket: Ticket, person: User, at: Moment) -> bool:
    return candidates(ticket, at).filter(pk=person.pk).exists()


def anybody(at: Moment, regions: list[int] | None) -> QuerySet[User]:
    """Whoever can be given tickets in these regions (None: in all), by department and name."""
    roles = Q(role__in=DEPARTMENT | (EVERY_REGION & WATCHING))
    here = Q() if regions is None else Q(region=None) | Q(region__in=regions)
    found = _holding(roles | (Q(role__in=RECEIVING | WATCHING) & here), at)
    return found.order_by("team__code", "last_name", "username")


def _held(roles: frozenset[str], region_id: int | None) -> Q:
    """Roles held here: for every region, or for this one."""
    return Q(role__in=roles) & (Q(region=None) | Q(region=region_id) | Q(role__in=EVERY_REGION))


def _holding(which: Q, at: Moment) -> QuerySet[User]:
    held = RoleHeld.objects.at(at).filter(which, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True).select_related("team").order_by("username")
