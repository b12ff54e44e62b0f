"""A call becomes a ticket, an answer, a chase or nothing: what the desk's one screen does when it is over."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import actions, intake, questions, restrictions
from complaints.calling import callers, contact_outcomes, contacts, drafts
from complaints.choices import Met, Outcome
from complaints.inputs.receive import MOST_REQUESTS, ReceiveInput
from complaints.models import Contact, Draft, EmergencyCall, Reason, Ticket
from complaints.refusals import Missing, NotNow
from complaints.stages import reply
from complaints.stages.receive import Intake, receive
from customers import contact_points, lookup
from customers.actions import add_contact
from customers.models import Account, ContactPoint, Customer
from servicecenter.actors import Actor
from servicecenter.models import Region, User
from servicecenter.moments import say_day

# Fields of the screen that are fields of a ticket under the same name.
SAME = ("nature", "category", "priority", "words", "place", "happened_on", "name", "contact", "language", "channel")

GUESSED = frozenset({"nature", "category", "priority"})  # a suggestion stands there until it is accepted


def chosen_customer(said: Mapping[str, str], user: User, at: datetime) -> Customer | None:
    """The customer the draft names, with all that a line about them needs; None for one out of reach."""
    key = said.get("customer", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    found = callers.customers_visible_to(user, at).filter(pk=int(key)).values_list("pk", flat=True)
    return next(iter(lookup.with_facts(found[:1])), None)


def chosen_account(said: Mapping[str, str], customer: Customer | None) -> Account | None:
    """The account the call is about: the one named, or their first."""
    accounts = list(customer.accounts.all()) if customer else []
    return next((one for one in accounts if str(one.pk) == said.get("account")), accounts[0] if accounts else None)


def region_of(account: Account | None, user: User, at: datetime) -> Region:
    """Where the matter belongs: the premise's region, else the agent's, else the house's first."""
    regions = Region.objects.select_related("calendar")
    if account:
        return regions.get(pk=account.premise.region_id)
    own = callers.regions_of(user, at)
    return regions.get(pk=own[0]) if own else intake.home_region()


def save_call(draft: Draft, *, actor: Actor, at: datetime, source: str, answered: bool = False) -> tuple[Ticket, str]:
    """A ticket received when the call began; `answered`: with its answer, in one go. Returns it and its code.

    Raises Missing with errors by field, NotNow when the call is over already; nothing is changed then.
    """
    said = drafts.typed(draft)
    customer = chosen_customer(said, actor.user, at)
    wish = _intake(draft, said, customer, actor, at, source)
    _not_held_back(wish, at)
    with transaction.atomic():
        try:
            ticket, code = receive(wish, actor=actor, at=at, source=source)
        except ValidationError as error:
            raise Missing(error.message_dict if hasattr(error, "error_dict") else {"contact": error.messages})
        if answered:
            _answer(ticket, said, actor, at, source)
        _name(draft.contact, ticket.customer, ticket.contact_point, ticket.region)
        code_of_end = contact_outcomes.ANSWERED if answered else contact_outcomes.REGISTERED
        _end(draft, said, contacts.outcome(code_of_end), [ticket], actor, at, source)
        drafts.seal(draft, code, at=at)
    return ticket, code


def join_ticket(draft: Draft, ticket: Ticket, *, actor: Actor, at: datetime, source: str) -> Ticket:
    """The caller asks again about what is open already: never a second ticket. Raises what the chase raises."""
    said = drafts.typed(draft)
    customer = chosen_customer(said, actor.user, at)
    with transaction.atomic():
        words = said.get("words", "").strip() or _("Asks how it stands.")
        actions.perform(ticket, "chase", {"words": words}, actor=actor, at=at, source=source, version=None)
        _name(draft.contact, customer or ticket.customer, None, ticket.region)
        _end(draft, said, contacts.outcome(contact_outcomes.CHASE), [ticket], actor, at, source)
        drafts.forget(draft)
    return ticket


def end_call(draft: Draft, *, actor: Actor, at: datetime, source: str) -> Contact:
    """Recorded without a ticket: a wrong number, silence, a question answered in a word. Raises Missing, NotNow."""
    said = drafts.typed(draft)
    chosen = Reason.objects.filter(
        list=Reason.List.CONTACT_OUTCOME, is_active=True, code=said.get("outcome", "")
    ).first()
    if chosen is None:
        raise Missing({"outcome": [_("Choose how the contact ended.")]})
    customer = chosen_customer(said, actor.user, at)
    account = chosen_account(said, customer)
    with transaction.atomic():
        _name(draft.contact, customer, None, region_of(account, actor.user, at))
        _end(draft, said, chosen, [], actor, at, source)
        drafts.forget(draft)
    return draft.contact


def _intake(
    draft: Draft, said: Mapping[str, str], customer: Customer | None, actor: Actor, at: datetime, source: str
) -> Intake:
    account = chosen_account(said, customer)
    data: dict[str, Any] = {name: said.get(name, "") for name in SAME}
    data |= {name: bool(said.get(name)) for name in ("anonymous", "confidential")}
    data |= {name: answer for name, answer in said.items() if name.startswith(questions.PREFIX)}
    # Nobody on the phone is kept waiting for an answer they do not have: the ticket says what is still to ask.
    form = ReceiveInput(data, may_skip=True)
    if not form.is_valid():
        raise Missing({name: _told(name, said, errors) for name, errors in form.errors.items()})
    wanted = [line.strip() for line in said.get("requests", "").splitlines() if line.strip()]
    cleaned = {**form.cleaned_data, "region": region_of(account, actor.user, at)}
    wish = intake.from_form(cleaned, channel=draft.contact.channel, requests=wanted[:MOST_REQUESTS])
    known: dict[str, Any] = {"begun_at": draft.contact.started_at}
    if customer and not wish.anonymous:
        known |= {"customer": customer, "contact_point": _point(said, customer, at, source)}
    if account and not wish.anonymous:
        known["premise"] = account.premise
    return Intake(**{**wish.__dict__, **known})


def _told(name: str, said: Mapping[str, str], errors: Iterable[Any]) -> list[str]:
    """What is wrong with a field; of one that was only suggested, what to do about it."""
    if name in GUESSED and not said.get(name):
        return [_("Accept what is suggested, or choose.")]
    return [str(one) for one in errors]


def _not_held_back(wish: Intake, at: datetime) -> None:
    """Raises NotNow for a customer who writes for a time, unless the matter is one that no restriction touches."""
    ticket = Ticket(
        nature=wish.nature, category=wish.category, priority=wish.priority, region=wish.region, customer=wish.customer,
        channel=wish.channel,
    )  # fmt: skip
    if row := restrictions.holds_back(ticket, at):
        day = say_day(timezone.localtime(row.until).date(), today=timezone.localtime(at).date())
        raise NotNow(
            _("Until %(day)s this customer is asked to write. Danger, and what the law demands, is taken all the same.")
            % {"day": day}
        )


def _point(said: Mapping[str, str], customer: Customer, at: datetime, source: str) -> ContactPoint | None:
    """Where to reach them about this: the number just given, the one they were found by, or the preferred one."""
    if written := said.get("contact", "").strip():
        try:
            return add_contact(customer, written, at=at, source=source)
        except ValidationError as error:
            raise Missing({"contact": error.messages})
    points = sorted(customer.contact_points.all(), key=lambda one: (not one.preferred, one.pk))
    calling = contact_points.full_index_of(said.get("q", ""))
    return next((one for one in points if one.index_full == calling), points[0] if points else None)


def _answer(ticket: Ticket, said: Mapping[str, str], actor: Actor, at: datetime, source: str) -> None:
    words = said.get("answer", "").strip()
    if not words:
        raise Missing({"answer": [_("Write down what was answered.")]})
    settled = said.get("settled") or Outcome.RESOLVED
    if settled not in Outcome.values:
        raise Missing({"settled": [_("Choose whether the matter is settled.")]})
    met = {Outcome.RESOLVED: Met.MET, Outcome.PARTLY: Met.PARTLY}.get(Outcome(settled), Met.NOT_MET)
    results = {one.position: (met.value, "" if met == Met.MET else words) for one in ticket.requests.all()}
    reply.answer(ticket, actor=actor, at=at, source=source, words=words, outcome=settled, results=results)


def _name(contact: Contact, customer: Customer | None, point: ContactPoint | None, region: Region) -> None:
    contact.customer, contact.contact_point, contact.region = customer, point, region


def _end(draft: Draft, said: Mapping[str, str], ended: Reason | None, tickets, actor: Actor, at, source: str) -> None:
    contact = draft.contact
    waited = said.get("waited", "")
    contact.waited_seconds = int(waited) if waited.isdecimal() and len(waited) < 6 else None
    contact.channel = said.get("channel") or contact.channel
    contacts.record_contact(
        contact, ended=ended, tickets=tickets, note=said.get("note", ""), actor=actor, at=at, source=source
    )
    # Danger was thought of on the way and nobody had to go: one talk, one contact.
    EmergencyCall.objects.filter(draft=draft, ticket=None, contact=None).update(contact=contact)
