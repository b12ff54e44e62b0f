"""Conflict of interest: who is outside a ticket because it is about them, their team or their reporting line.

The rule stands twice, side by side: as a condition on rows for lists, and person by person for whom to tell.
Must not be asked in place of queries.visible_to, which stands on it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.choices import Nature
from complaints.models import Named, Ticket
from complaints.refusals import Missing, NotYours
from servicecenter import duty
from servicecenter.actors import Actor
from servicecenter.models import User

LINE = ("user", "user__reports_to", "user__reports_to__reports_to", "user__reports_to__reports_to__reports_to")
Person = tuple[int | None, int | None, int | None]  # team, its department, to whom they report


def outside(user: User) -> QuerySet:
    """The tickets this person stands outside of, by id."""
    barred = Q()
    for above in LINE:
        barred |= Q(**{above: user})
    if user.reports_to_id:
        barred |= Q(user=user.reports_to_id)
    if user.team_id:
        team = user.team_id
        barred |= Q(user__team=team) | Q(user__team__department=team) | Q(user__team__teams=team)
    return Named.objects.filter(barred).values("ticket")


def barred_on(tickets: Iterable[Ticket]) -> dict[int, frozenset[int]]:
    """Who stands outside of each of these tickets. Asks nothing when none of them names staff."""
    naming = [ticket.pk for ticket in tickets if ticket.names_staff]
    if not naming:
        return {}
    known = Named.objects.filter(ticket__in=naming, user__isnull=False).values_list("ticket_id", "user_id")
    staff: dict[int, Person] = {
        pk: (team, department, above)
        for pk, team, department, above in User.objects.values_list(
            "pk", "team_id", "team__department_id", "reports_to_id"
        )
    }
    barred: dict[int, set[int]] = {}
    for ticket, named in known:
        barred.setdefault(ticket, set()).update(one for one in staff if _is_near(one, named, staff))
    return {ticket: frozenset(people) for ticket, people in barred.items()}


def _is_near(one: int, named: int, staff: Mapping[int, Person]) -> bool:
    team, department, above = staff[one]
    their_team, their_department, _above = staff[named]
    same_house = team is not None and team in {their_team, their_department}
    their_people = their_team is not None and department == their_team
    return above == named or same_house or their_people or one in _line(named, staff)


def _line(named: int, staff: Mapping[int, Person]) -> list[int]:
    """The named and those above them, as far up as lists look."""
    line, person = [named], staff[named][2]
    while person is not None and person in staff and len(line) < len(LINE):
        line.append(person)
        person = staff[person][2]
    return line


def of(ticket: Ticket) -> frozenset[int]:
    """Who stands outside of this ticket."""
    return barred_on([ticket]).get(ticket.pk, frozenset())


def role_for(ticket: Ticket, role: str) -> str:
    """Reports of wrongdoing are known to the integrity role only, whoever an alarm is meant for."""
    return "integrity_officer" if ticket.nature == Nature.REPORT else role


def reach(role: str, ticket: Ticket, at: datetime) -> tuple[str, list[int]]:
    """Whom to tell now: on duty or holding the role and not concerned themselves, else one level up."""
    return duty.reach(role_for(ticket, role), ticket.region_id, at, without=of(ticket))


def taken_away(ticket: Ticket) -> dict[str, Any]:
    """The fields of the locked ticket by which whoever it turns out to concern no longer has it."""
    taken: dict[str, Any] = {"handler": None} if ticket.handler_id in of(ticket) else {}
    if ticket.team_id and Named.objects.filter(ticket=ticket, user__team=ticket.team_id).exists():
        taken |= {"handler": None, "team": None}
    return taken


def check(ticket: Ticket, fields: Mapping[str, Any], actor: Actor) -> None:
    """Refuse whoever is concerned: to act on the locked ticket (NotYours), or to be given it (Missing)."""
    barred = of(ticket)
    if actor.kind == "staff" and actor.id in barred:
        raise NotYours(_("This matter concerns you, your team or your reporting line: somebody else sees to it."))
    handler, team = fields.get("handler"), fields.get("team")
    if handler is not None and handler.pk in barred:
        raise Missing({"handler": [_("The matter concerns this person: choose somebody else.")]})
    if team is not None and Named.objects.filter(ticket=ticket, user__team=team).exists():
        raise Missing({"team": [_("The matter concerns somebody of this team: choose another.")]})
