"""What a customer asked for, handed from one of their tickets to another and back. Nothing asked for is ever lost."""

from collections.abc import Mapping

from django.db.models import Max

from complaints.models import Request, Ticket
from complaints.models.tickets import RequestQuerySet


def hand_over(asked: RequestQuerySet, to: Ticket) -> list[Request]:
    """The other ticket answers these from now on: a copy of each stands there at the end."""
    last = to.requests.aggregate(last=Max("position"))["last"] or 0
    rows = list(asked)
    copies = [
        Request(ticket=to, position=last + place, words=row.words, origin=row) for place, row in enumerate(rows, 1)
    ]
    Request.objects.filter(pk__in=[row.pk for row in rows]).update(handed_to=to)
    return Request.objects.bulk_create(copies)


def take_back(ticket: Ticket, *, given_to: Ticket | None = None) -> None:
    """What was handed over is answered here again; the copies go, unless they were answered there."""
    gone = ticket.requests.exclude(handed_to=None)
    if given_to is not None:
        gone = gone.filter(handed_to=given_to)
    ids = list(gone.values_list("pk", flat=True))
    Request.objects.filter(origin__in=ids, result="").delete()
    Request.objects.filter(pk__in=ids).update(handed_to=None)


def answer(ticket: Ticket, results: Mapping[int, tuple[str, str]]) -> None:
    """Write what became of each; where it was first asked the customer reads it too."""
    asked = list(ticket.requests.to_answer().select_related("origin"))
    for request in asked:
        request.result, request.why = results.get(request.position, ("", ""))
        if request.origin:
            request.origin.result, request.origin.why = request.result, request.why
    written = [*asked, *(request.origin for request in asked if request.origin)]
    Request.objects.bulk_update(written, ["result", "why"])
