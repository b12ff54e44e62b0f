"""Which tickets a person may see, and which fields of them. The only way to a ticket's row."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from complaints import conflicts
from complaints.choices import Nature
from complaints.models import Named, Proposal, Rectification, Task, Ticket
from servicecenter.models import ApiClient, RoleHeld, User
from servicecenter.roles import EVERY_REGION, REGION_WIDE

# Whole regions, but few read what is sensitive.
NOT_THE_SENSITIVE = frozenset({"agent", "inspector"})


def visible_to(user: User, at: datetime) -> QuerySet[Ticket]:
    """Tickets this member of staff may see. What is not in it does not exist for them (404).

    Reports of wrongdoing are read by the integrity role only; whom a ticket is about, their team and their
    line stand outside of it.
    """
    return Ticket.objects.filter(reduce(or_, _ways_to_see(user, at)), _is_not_about(user))


def visible_by_way(user: User, at: datetime, among: QuerySet[Ticket]) -> list[QuerySet[Ticket]]:
    """What `visible_to` has of these, as one queryset for each way in which this person comes to see a ticket.

    Each way has an index of its own. Of their OR the planner expects half of all tickets, and walks them all.
    """
    allowed = among.filter(_is_not_about(user))
    return [allowed.filter(way) for way in _ways_to_see(user, at)]


def _is_not_about(user: User) -> Q:
    return ~Q(names_staff=True, pk__in=conflicts.outside(user))


def _ways_to_see(user: User, at: datetime) -> list[Q]:
    held = user.held_at(at)
    roles = {one.role for one in held}
    watched, given = _regions_watched(user, held), _given_to(user, held, roles)
    ordinary = ~Q(nature=Nature.REPORT)
    ways = [way & ordinary for way in (*watched, *given)]
    if "integrity_officer" in roles:
        ways.append(Q(nature=Nature.REPORT))
    # Whole regions are most of what there is: of them and anything else a list is soon full.
    return [reduce(or_, ways)] if watched else ways or [Q(pk__in=[])]


def _regions_watched(user: User, held: list[RoleHeld]) -> list[Q]:
    """Whole regions, for those who watch over them."""
    whole = [one for one in held if one.role in REGION_WIDE - NOT_THE_SENSITIVE]
    if any(one.region_id is None or one.role in EVERY_REGION for one in whole):
        return [Q(pk__isnull=False)]
    watched = [Q(region_id__in=[one.region_id for one in whole])] if whole else []
    return watched + _all_but_the_sensitive(user, held)


def _given_to(user: User, held: list[RoleHeld], roles: set[str]) -> list[Q]:
    """What was given to them or their team, or asked of them."""
    given = []
    if roles & {"coordinator", "handler", "crew"}:
        given.append(Q(handler=user))
        if user.team_id:
            teams = user.teams_led() if "coordinator" in roles else [user.team_id]
            given += [Q(team_id__in=teams), _asked_of(teams)]
    if "finance_approver" in roles:
        given += _money_asked(user, held)
    return given


def _all_but_the_sensitive(user: User, held: list[RoleHeld]) -> list[Q]:
    """Of sensitive matters these roles see only what they took in themselves."""
    regions = [one.region_id for one in held if one.role in NOT_THE_SENSITIVE]
    if not regions:
        return []
    theirs = Q(sensitive=False) | Q(first_owner=user)
    return [theirs if None in regions else theirs & Q(region_id__in=regions)]


def _asked_of(teams: list[int]) -> Q:
    """These teams co-handle it, were asked something, or put its cause right."""
    asked = Task.objects.filter(team__in=teams).order_by().values("ticket")
    rectify = Rectification.objects.standing().filter(team__in=teams).order_by().values("ticket")
    return Q(pk__in=asked.union(rectify))


def _money_asked(user: User, held: list[RoleHeld]) -> list[Q]:
    """Money waits for approval in their regions, or they have decided on it."""
    regions = [one.region_id for one in held if one.role == "finance_approver"]
    asked = Q(decision_asked=Proposal.Kind.MONEY)
    if None not in regions:
        asked &= Q(region_id__in=regions)
    theirs = Proposal.objects.filter(Q(decided_by=user) | Q(half_by=user))
    return [asked, Q(pk__in=theirs.values("ticket"))]


def visible_to_client(client: ApiClient) -> QuerySet[Ticket]:
    """Tickets an API client may see: all with the scope tickets:read, its own with tickets:own."""
    tickets = Ticket.objects.exclude(nature=Nature.REPORT)
    if "tickets:read" in client.scopes:
        return tickets
    own = Ticket.objects.filter(client=client)
    return own if set(client.scopes) & {"tickets:own", "tickets:create", "tickets:move"} else own.none()


@dataclass(frozen=True)
class Disclosure:
    """What of the customer this person may be shown on this ticket."""

    name: bool
    contact: bool  # masked until revealed with a reason, and each reveal is logged
    words: bool = True
    account: bool = False  # bills, payments, what is owed


CENTRE = frozenset({"agent", "reviewer", "supervisor", "shift_leader", "complaint_manager", "integrity_officer"})
MAY_KNOW = CENTRE | {"auditor", "inspector"}


def disclose_identity(user: User, at: datetime) -> bool:
    """May know who a confidential customer is."""
    return bool(user.roles_at(at) & MAY_KNOW)


def disclose(user: User, ticket: Ticket, at: datetime) -> Disclosure:
    """Fields, not rows. A confidential customer stays hidden from the department."""
    centre = bool(user.roles_at(at) & CENTRE)
    in_hand = ticket.handler_id == user.pk
    hidden = ticket.names_staff and not ticket.contact_agreed and _is_complained_about(user, ticket)
    known = disclose_identity(user, at) or not ticket.confidential
    return Disclosure(
        name=known,
        account=known,
        contact=(centre or (in_hand and not ticket.confidential)) and not hidden,
    )


def _is_complained_about(user: User, ticket: Ticket) -> bool:
    """Their department is: it may handle the matter, not reach the customer."""
    if not user.team_id:
        return False
    theirs = Q(team=user.team_id) | Q(team__teams=user.team_id)
    return Named.objects.filter(theirs, ticket=ticket).exists()
