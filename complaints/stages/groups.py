"""A petition: one lead ticket that is handled, and for each person a ticket with their own number, reply and callback.

The lead's answer reaches each of them by a subscriber, ticket by ticket; whoever differs leaves the group.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from complaints import secrecy
from complaints.barred import matters
from complaints.models import Clock, Party, Reason, Ticket
from complaints.moving import move
from complaints.petitions import Person
from complaints.promises import alarms
from complaints.stages.receive import Intake, receive
from complaints.stages.reply import reply_with_lead
from servicecenter.actors import SYSTEM, Actor
from servicecenter.models import Event


def import_petition(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    people: Sequence[Person],
) -> Event:
    """Give each person a ticket of their own under this one, received when it was; name the representatives."""
    payload: dict[str, Any] = {"count": len(people), "represent": sum(one.represents for one in people)}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        wishes = [one.words for one in locked.requests.to_answer()]
        made = [_receive(locked, person, wishes, actor, source) for person in people]
        Ticket.objects.filter(pk__in=[one.pk for one in made]).update(lead=locked, code_untold=True)
        secrecy.hand_down(locked, made)
        # They are handled with the lead, whose clocks alarm.
        Clock.objects.filter(ticket__in=made).update(next_alarm_at=None)
        represented = _name_representatives(locked, zip(people, made, strict=True), at)
        return {"leads_group": True, "parties_known": locked.parties_known or represented}

    return move(
        ticket, "import_petition", actor=actor, at=at, source=source, version=version, apply=apply, payload=payload
    )


def _receive(lead: Ticket, person: Person, wishes: Sequence[str], actor: Actor, source: str) -> Ticket:
    wish = Intake(
        nature=lead.nature, words=person.words or lead.words, channel=lead.channel, region=lead.region,
        requests=wishes, title=lead.title, category=lead.category, priority=lead.priority,
        place=person.place or lead.place, happened_on=lead.happened_on, name=person.name, contact=person.contact,
        consent=True, language=lead.language,
    )  # fmt: skip
    member, _code = receive(wish, actor=actor, at=lead.received_at, source=source)
    return member


def _name_representatives(lead: Ticket, people: Iterable[tuple[Person, Ticket]], at: datetime) -> bool:
    elected = Reason.objects.filter(list=Reason.List.AUTHORITY, code="elected").first()
    named = [(member, member.customer) for person, member in people if person.represents and member.customer]
    for member, customer in named:
        Party.objects.create(
            ticket=lead, role=Party.Role.REPRESENTATIVE, customer=customer, contact_point=member.contact_point,
            authority=elected, added_at=at,
        )  # fmt: skip
    return bool(named)


def leave_group(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str
) -> Event:
    """Theirs is another matter, or is not solved: it is handled on its own from here, with its own alarms."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        for clock in locked.clocks.running().select_related("calendar"):
            clock.ticket = locked
            clock.next_alarm_at = alarms.first(clock, at)
            clock.save(update_fields=["next_alarm_at", "alarm_step", "ladder"])
        locked.__dict__.pop("settled_clocks", None)
        return {"own_way": True}

    return move(
        ticket, "leave_group", actor=actor, at=at, source=source, version=version, apply=apply, text={"why": why}
    )


def hear_answer(event: Event) -> None:
    """Subscriber of `group.answered`: each member still waiting gets the lead's answer, under their own number."""
    lead = Ticket.objects.get(pk=event.subject_id)
    for member in matters.waiting_for(lead).order_by("pk").select_related("region__calendar"):
        reply_with_lead(member, actor=SYSTEM, at=event.at, source=event.source, version=member.version)
