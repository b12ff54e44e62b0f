"""Stage 1, receive: a customer's words become a ticket with a number, a code and its clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from complaints import numbers, repeats
from complaints.choices import Priority
from complaints.events import TICKET
from complaints.models import Category, Clock, Party, Request, Ticket
from complaints.promises import clocks, policies
from customers.actions import give_consent, recognise_customer
from customers.models import ContactPoint, Customer, Premise
from servicecenter import opening_hours, trail
from servicecenter.actors import Actor
from servicecenter.models import ApiClient, Region
from servicecenter.requests import request_id

HANDLING = "handle_request"  # the consent every form asks for
TITLE_LENGTH = 80
DRAWS = 8


@dataclass(frozen=True)
class Intake:
    """What a door hands over, already checked for form (inputs/receive.py)."""

    nature: str
    words: str
    channel: str
    region: Region
    requests: Sequence[str] = ()
    title: str = ""
    category: Category | None = None
    priority: str = Priority.NORMAL
    place: str = ""
    happened_on: str = ""
    name: str = ""
    contact: str = ""
    anonymous: bool = False
    confidential: bool = False
    consent: bool = False
    language: str = "en"
    external_id: str = ""
    client: ApiClient | None = None
    files: int = 0
    details: Mapping[str, str] = field(default_factory=dict)
    # Known already, by the desk: then neither name nor contact is read.
    customer: Customer | None = None
    contact_point: ContactPoint | None = None
    premise: Premise | None = None
    # When they began to tell it: a call is received when it begins, not when its last field is filled.
    begun_at: datetime | None = None


def receive(intake: Intake, *, actor: Actor, at: datetime, source: str) -> tuple[Ticket, str]:
    """Make the ticket in one transaction; return it and its access code, which is shown once and never again.

    Its first clocks stand in `ticket.opening_clocks`. Raises ValidationError when the contact cannot be read.
    """
    zone = opening_hours.of(intake.region.calendar).zone
    for _attempt in range(DRAWS):
        number = numbers.draw_number(at.astimezone(zone))
        try:
            return _receive(intake, number, actor, at, source)
        except IntegrityError:
            # Cheaper than asking for every number first: a hundred thousand a month meet one time in ten.
            if not Ticket.objects.filter(number=number).exists():
                raise
    raise RuntimeError("no free ticket number this month")


def _receive(intake: Intake, number: str, actor: Actor, at: datetime, source: str) -> tuple[Ticket, str]:
    with transaction.atomic():
        customer, point = _customer(intake, at, source)
        code = numbers.draw_code()
        ticket = _ticket(intake, number, customer, point, code, actor, at, source)
        earlier = None if ticket.replayed else repeats.earlier_of(ticket)
        ticket.is_repeat = earlier is not None
        ticket.policy_version = policies.choose(policies.Facts.of(ticket), ticket.received_at)
        opening = clocks.open_clocks(ticket)
        clocks.point_at_nearest(ticket, opening)
        ticket.save(force_insert=True)
        if earlier:
            repeats.tie(ticket, earlier, at)
        Request.objects.bulk_create(
            Request(ticket=ticket, position=position, words=words)
            for position, words in enumerate(intake.requests, start=1)
        )
        Clock.objects.bulk_create(opening)
        name_complainant(ticket, at)
        record_receipt(ticket, requests=len(intake.requests), files=intake.files, actor=actor, at=at, source=source)
    ticket.opening_clocks = opening
    return ticket, code


def _customer(intake: Intake, at: datetime, source: str) -> tuple[Customer | None, ContactPoint | None]:
    if intake.anonymous:
        return None, None
    if intake.customer:
        return intake.customer, intake.contact_point
    if not intake.contact.strip() and not intake.name.strip():
        raise ValidationError({"contact": _("Leave a phone number or an email, or choose to stay anonymous.")})
    customer, point = recognise_customer(intake.name, intake.contact, at=at, source=source, language=intake.language)
    if intake.consent:
        give_consent(customer, HANDLING, at=at, source=source)
    return customer, point


def _ticket(intake, number, customer, point, code, actor, at, source) -> Ticket:
    return Ticket(
        number=number,
        access_code_hash=numbers.code_hash(code),
        stage_since=at,
        received_at=intake.begun_at or at,
        nature=intake.nature,
        nature_received=intake.nature,
        category=intake.category,
        priority=intake.priority,
        title=intake.title or first_words(intake.words),
        words=intake.words,
        language=intake.language,
        channel=intake.channel,
        source=source,
        client=intake.client,
        external_id=intake.external_id,
        region=intake.region,
        premise=intake.premise,
        place=intake.place,
        happened_on=intake.happened_on,
        details={intake.category.code: dict(intake.details)} if intake.category and intake.details else {},
        customer=customer,
        contact_point=point,
        anonymous=intake.anonymous,
        confidential=intake.confidential,
        first_owner=actor.user if actor.kind == "staff" else None,
        replayed=source == trail.REPLAY,
    )


def name_complainant(ticket: Ticket, at: datetime) -> None:
    """Whoever it is who complains is the first of the parties; anonymous, there is nobody to name."""
    if ticket.customer_id:
        Party.objects.create(
            ticket=ticket, role=Party.Role.COMPLAINANT, customer_id=ticket.customer_id,
            contact_point_id=ticket.contact_point_id, added_at=at,
        )  # fmt: skip


def record_receipt(ticket: Ticket, *, requests: int, files: int, actor: Actor, at: datetime, source: str) -> None:
    trail.record(
        "ticket.received",
        subject=(TICKET, ticket.pk),
        at=at,
        actor=actor,
        source=source,
        payload={
            "move": "receive",
            "from": "",
            "to": ticket.stage,
            "version": ticket.version,
            "number": ticket.number,
            "nature": ticket.nature,
            "channel": ticket.channel,
            "category": ticket.category.code if ticket.category else "",
            "priority": ticket.priority,
            "policy_version": ticket.policy_version_id,
            "anonymous": ticket.anonymous,
            "requests": requests,
            "files": files,
        },
        request_id=request_id.get(),
    )


def first_words(words: str) -> str:
    """A title for who gave none: the first sentence, or as much of it as fits a line."""
    line = " ".join(words.split())
    for mark in ("。", "！", "？", ". ", "! ", "? "):
        line = line.split(mark)[0]
    if len(line) <= TITLE_LENGTH:
        return line
    kept = line[: TITLE_LENGTH - 1]
    # Not in the middle of a word, where there are spaces between words.
    whole = kept.rpartition(" ")[0] if line[TITLE_LENGTH - 1] != " " else kept
    return f"{(whole if len(whole) > TITLE_LENGTH // 2 else kept).rstrip()}…"
