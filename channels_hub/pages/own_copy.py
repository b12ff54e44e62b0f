"""`/t/NUMBER/copy/`: a customer's own case as one file to keep or print, with what they may read and nothing else."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from channels_hub import promises
from channels_hub.pages import progress, survey
from complaints.models import Ticket
from complaints.stages import rating
from servicecenter.moments import say_moment


def file_of(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The same entries as the follow page; it needs neither network nor style to be read, and names no colleague."""
    now = timezone.now()
    zone: ZoneInfo = promises.zone_of(ticket)
    callback = rating.asked_about(ticket)
    context = {
        "ticket": ticket,
        "progress": progress.of(ticket, now, rated=bool(rating.last_said(callback)) or rating.is_noted(callback)),
        "promises": promises.of(ticket, now),
        "surveyed": survey.said_of(ticket, now),
        "copied_at": say_moment(now, zone, now=now),
    }
    body = render_to_string("public/copy.html", context, request)
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{ticket.number}.html"'
    return response
