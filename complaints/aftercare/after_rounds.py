"""What is due after the reply: a call where a message stayed silent, and filing what is settled."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from complaints.calling import call_times
from complaints.choices import Outcome, Stage
from complaints.models import Callback, CallbackRule, Finding, Reason, Ticket
from complaints.refusals import Refused
from complaints.stages import archive, callbacks, settling
from customers.models import ContactPoint
from servicecenter.actors import SYSTEM

log = logging.getLogger(__name__)

BATCH = 200
SILENT = timedelta(days=2)
PUT_OFF = timedelta(hours=1)
CLOSING = {Outcome.RESOLVED: "resolved", Outcome.PARTLY: "partly-resolved", Outcome.UNRESOLVED: "explained"}


def ask_after_silence(now: datetime) -> bool:
    """Round: who did not answer the message for two days is rung; who left no number stays not verified."""
    silent = Callback.objects.filter(
        state=Callback.State.PLANNED, first=CallbackRule.First.MESSAGE, planned_at__lte=now - SILENT,
        ticket__stage=Stage.REPLIED,
    ).order_by("pk")  # fmt: skip
    found = list(silent.values_list("pk", "ticket_id")[:BATCH])
    for pk, ticket_id in found:
        _ask(pk, ticket_id, now)
    return bool(found)


def _ask(pk: int, ticket_id: int, now: datetime) -> None:
    with transaction.atomic():
        ticket = _locked(ticket_id)
        callback = Callback.objects.select_related("contact_point").filter(pk=pk).first()
        if ticket is None or callback is None or callback.state != Callback.State.PLANNED:
            return
        point = _number_of(ticket, callback)
        if point is None:
            settling.keep(ticket, callbacks.missed(ticket, callback, SYSTEM, now, "round"))
            return
        callback.first, callback.contact_point = CallbackRule.First.PERSON, point
        callback.next_at = call_times.next_within(now, point, callbacks.zone_of(ticket))
        callback.save(update_fields=["first", "contact_point", "next_at"])


def _locked(ticket_id: int) -> Ticket | None:
    """None while somebody moves it: the next look finds it."""
    rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True).select_related("region__calendar")
    return rows.filter(pk=ticket_id, stage=Stage.REPLIED).first()


def _number_of(ticket: Ticket, callback: Callback) -> ContactPoint | None:
    """The number given at receipt, or else one we know of the customer."""
    point = callback.contact_point
    if point is not None and point.kind == ContactPoint.Kind.PHONE:
        return point
    known = ContactPoint.objects.filter(customer=ticket.customer_id, kind=ContactPoint.Kind.PHONE)
    return known.order_by("-preferred", "pk").first() if ticket.customer_id else None


def file_settled(now: datetime) -> bool:
    """Round: archive what is verified, or was asked about in vain, with what the finding filled and nothing else."""
    due = Callback.objects.filter(file_from__lte=now, ticket__stage=Stage.REPLIED).order_by("file_from")
    found = list(due.select_related("ticket__category")[:BATCH])
    return bool(sum(_file(callback, now) for callback in found))


def _file(callback: Callback, now: datetime) -> bool:
    ticket = callback.ticket
    closing = _closing(ticket)
    if ticket.category is None or closing is None:  # people know better
        return bool(Callback.objects.filter(pk=callback.pk).update(file_from=None))
    try:
        archive.archive(
            ticket, actor=SYSTEM, at=now, source="round", version=ticket.version, category=ticket.category,
            closing_code=closing,
        )  # fmt: skip
    except Refused:  # something is open yet: look again later
        Callback.objects.filter(pk=callback.pk).update(file_from=now + PUT_OFF)
    except Exception as error:  # one ticket's trouble must not keep the others
        log.error("ticket %s could not be filed: %s", ticket.pk, type(error).__name__)
        Callback.objects.filter(pk=callback.pk).update(file_from=now + PUT_OFF)
    return True


def _closing(ticket: Ticket) -> Reason | None:
    """The closing code that follows from the finding and the outcome; none without a finding of this round."""
    finding = Finding.objects.filter(ticket=ticket, round=ticket.round).first()
    if finding is None:
        return None
    not_upheld = finding.verdict == Finding.Verdict.NOT_UPHELD
    code = "not-upheld" if not_upheld else CLOSING.get(Outcome(ticket.outcome)) if ticket.outcome else None
    return Reason.objects.filter(list=Reason.List.CLOSING, code=code, is_active=True).first()
