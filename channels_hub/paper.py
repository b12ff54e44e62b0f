"""Letters on paper for whom no mail reaches: queued by what happened, printed, and noted as posted by whom and when.

A letter whose mail failed for good comes here, too: what was promised in writing is not silently lost.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_hub import answer_links
from channels_hub.models import Outbound, PaperLetter
from complaints.calling import callers
from complaints.events import CUSTOMER, TICKET
from complaints.models import Ticket, Triage
from complaints.queries import visible_to, visible_to_client
from complaints.refusals import NotNow
from customers.models import ContactPoint, Customer
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import ApiClient, Event, User
from servicecenter.requests import request_id

RESTRICTED = "customer.restricted"
# Promised in writing; everything else a customer without mail reads on the follow page or hears on the phone.
TEMPLATES = {
    "ticket.letter_sent": "long_open",
    "ticket.callback_missed": "missed",
    "ticket.triaged": "triaged",
    RESTRICTED: "restricted",
}
TITLES = {
    "long_open": gettext_lazy("Long open: outside bodies"),
    "missed": gettext_lazy("We could not reach you"),
    "triaged": gettext_lazy("What follows from the callback"),
    "restricted": gettext_lazy("Restricted to writing"),
    "final": gettext_lazy("The final reply"),
}
HEARD = tuple(TEMPLATES)
WHO = frozenset({"agent", "reviewer", "supervisor", "shift_leader", "complaint_manager"})
MOST = 200


def hear(event: Event) -> None:
    """Subscriber of what is promised in writing. Heard twice it queues nothing more."""
    if event.source == trail.REPLAY or event.payload.get("decision") == "second":
        return
    if event.subject_type == CUSTOMER:
        _of_customer(event)
        return
    ticket = Ticket.objects.select_related("contact_point", "customer").filter(pk=event.subject_id).first()
    point = ticket.contact_point if ticket else None
    if ticket is None or ticket.customer is None or ticket.anonymous:
        return  # who chose to stay unknown reads it on the follow page
    if point is None or point.kind != ContactPoint.Kind.EMAIL:
        queue(event, ticket, ticket.customer, ticket.language)


def _of_customer(event: Event) -> None:
    """A letter about no one matter: by mail where there is an address, else on paper."""
    customer = Customer.objects.get(pk=event.subject_id)
    mail = customer.contact_points.filter(kind=ContactPoint.Kind.EMAIL).order_by("-preferred", "pk").first()
    if mail is None or event.source in trail.STAYS_IN_HOUSE:
        queue(event, None, customer, customer.language)
        return
    Outbound.objects.bulk_create(
        [Outbound(event=event, ticket=None, channel="email", contact_point=mail, template=TEMPLATES[event.kind],
                  language=customer.language, queued_at=event.at)],
        ignore_conflicts=True,
    )  # fmt: skip


def _template_of(event: Event) -> str:
    """The manager's final reply is a letter of its own."""
    return "final" if event.payload.get("decision") == Triage.Decision.FINAL else TEMPLATES[event.kind]


def queue(event: Event, ticket: Ticket | None, customer: Customer, language: str) -> None:
    with transaction.atomic():
        if ticket and event.kind == "ticket.callback_missed":
            answer_links.make(event, ticket)
        PaperLetter.objects.get_or_create(
            event=event, customer=customer,
            defaults={"ticket": ticket, "template": _template_of(event), "language": language,
                      "queued_at": event.at},
        )  # fmt: skip


def instead_of(row: Outbound) -> None:
    """The mail was surely not handed over and is tried no more: the letter goes on paper."""
    point = row.contact_point
    if point and row.event.kind in TEMPLATES:
        queue(row.event, row.ticket, point.customer, row.language)


def visible(reader: User | ApiClient, at: datetime) -> QuerySet[PaperLetter]:
    """Letters on tickets this reader may see, and to customers they may look up.

    Asked letter by letter: of all customers, or all tickets, no list is made for the few letters there are.
    """
    if isinstance(reader, ApiClient):
        return PaperLetter.objects.filter(Exists(visible_to_client(reader).filter(pk=OuterRef("ticket"))))
    theirs = callers.customers_visible_to(reader, at).filter(pk=OuterRef("customer"))
    return PaperLetter.objects.filter(
        Exists(visible_to(reader, at).filter(pk=OuterRef("ticket"))) | (Q(ticket=None) & Exists(theirs))
    )


def to_post(letters: QuerySet[PaperLetter]) -> list[PaperLetter]:
    """Those not posted yet, the oldest first, at most MOST. One statement."""
    return list(letters.filter(posted_at=None).select_related(*WITH).order_by("queued_at", "pk")[:MOST])


WITH = ("ticket__premise", "ticket__region__calendar", "customer", "event__words", "posted_by")


def address(letter: PaperLetter) -> str:
    """Where it goes: where the matter is, else where the customer lives; "" when nobody knows."""
    if letter.ticket:
        if letter.ticket.premise:
            return letter.ticket.premise.address
        if letter.ticket.place:
            return letter.ticket.place
    account = letter.customer.accounts.select_related("premise").order_by("pk").first()
    return account.premise.address if account else ""


def as_row(letter: PaperLetter) -> Outbound:
    """As letters.write reads it: the same words as the mail, for paper."""
    return Outbound(
        event=letter.event, ticket=letter.ticket, channel="letter", template=letter.template,
        contact_point=ContactPoint(customer=letter.customer), language=letter.language, queued_at=letter.queued_at,
    )  # fmt: skip


def mark_posted(letter: PaperLetter, *, actor: Actor, at: datetime, source: str) -> PaperLetter:
    """It was put into the post. Raises NotNow when somebody has said so already."""
    with transaction.atomic():
        waiting = PaperLetter.objects.filter(pk=letter.pk, posted_at=None)
        if not waiting.update(posted_at=at, posted_by=actor.user):
            raise NotNow(_("This letter is noted as posted already."))
        subject = (TICKET, letter.ticket_id) if letter.ticket_id else (CUSTOMER, letter.customer_id)
        trail.record(
            "letter.posted", subject=subject, at=at, actor=actor, source=source,
            payload={"letter": letter.pk, "template": letter.template}, request_id=request_id.get(),
        )  # fmt: skip
    letter.posted_at, letter.posted_by = at, actor.user
    return letter
