"""The log of contacts: every call, visit, letter and message, whether or not it made a ticket."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.calling import callers, contact_log
from complaints.choices import Channel
from complaints.models import Contact, Reason
from complaints.pages import call_screen
from complaints.pages.frame import draw
from complaints.queries import visible_to
from servicecenter import actors
from servicecenter.requests import signed_in


@require_safe
def contacts_page(request: HttpRequest) -> HttpResponse:
    at, user = timezone.now(), signed_in(request)
    if not callers.may_look_up(user, at):
        raise PermissionDenied
    asked = {name: request.GET.get(name, "") for name in contact_log.FILTERS}
    zone = timezone.get_current_timezone()
    reach = contact_log.narrowed(callers.contacts_visible_to(user, at), asked, zone)
    rows, further = contact_log.page(reach, request.GET.get("after", ""))
    readable = _readable(rows, user, at)
    known = callers.known_among({one.customer_id for one in rows}, user, at)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "rows": [
            (one, one.customer_id in known, [t for t in one.tickets.all() if t.pk in readable], _talk(one))
            for one in rows
        ],
        "further": further,
        "first_page": "after" not in request.GET,
        "asked": asked,
        "narrowed": any(asked.values()),
        "query_kept": kept.urlencode(),
        "channels": Channel.choices,
        "outcomes": call_screen.reasons(Reason.List.CONTACT_OUTCOME),
        "section": "contacts",
    }
    return draw(request, "complaints/contacts.html", context, actor=actors.staff(user, at), at=at)


def _readable(rows: list[Contact], user, at) -> set[int]:
    """Of the tickets these contacts made, those this person may see."""
    made = {ticket.pk for one in rows for ticket in one.tickets.all()}
    return set(visible_to(user, at).filter(pk__in=made).values_list("pk", flat=True)) if made else set()


def _talk(contact: Contact) -> str:
    """How long it took, as minutes and seconds; "" where nobody talked."""
    length = call_screen.seconds(contact.talked) or 0
    return f"{length // 60}:{length % 60:02}" if length else ""
