"""The letters to print: what was promised in writing to whom no mail reaches, until somebody has posted it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from channels_hub import letters, paper
from channels_hub.models import PaperLetter
from complaints.pages.frame import SOURCE, draw
from complaints.refusals import Refused
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.requests import house, signed_in

LATELY = 20


def _reader(request: HttpRequest) -> tuple[Actor, datetime]:
    at = timezone.now()
    actor = actors.staff(signed_in(request), at)
    if not actor.roles & paper.WHO:
        raise PermissionDenied
    return actor, at


@require_safe
def letters_page(request: HttpRequest) -> HttpResponse:
    actor, at = _reader(request)
    mine = paper.visible(signed_in(request), at)
    posted = mine.exclude(posted_at=None).select_related(*paper.WITH).order_by("-posted_at", "-pk")[:LATELY]
    context = {"section": "letters", "waiting": _told(paper.to_post(mine)), "posted": _told(posted)}
    return draw(request, "channels_hub/letters.html", context, actor=actor, at=at)


def _told(rows) -> list[tuple[PaperLetter, str]]:
    return [(one, str(paper.TITLES[one.template])) for one in rows]


def _letter(request: HttpRequest, pk: int, at: datetime) -> PaperLetter:
    return get_object_or_404(paper.visible(signed_in(request), at).select_related(*paper.WITH), pk=pk)


@require_safe
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as it is printed, in the customer's language."""
    actor, at = _reader(request)
    found = _letter(request, pk, at)
    context = {
        "section": "letters", "letter": found, "title": str(paper.TITLES[found.template]),
        "address": paper.address(found), "sheet": _sheet(found),
    }  # fmt: skip
    return draw(request, "channels_hub/letter.html", context, actor=actor, at=at)


def _sheet(found: PaperLetter) -> str:
    written = letters.write(paper.as_row(found))
    zone = ZoneInfo(found.ticket.region.calendar.zone) if found.ticket else timezone.get_current_timezone()
    with translation.override(found.language), timezone.override(zone):
        context = {"letter": found, "written": written, "address": paper.address(found), "ticket": found.ticket}
        return render_to_string("channels_hub/paper.html", context | house())


@require_POST
def post_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has put it into the post."""
    actor, at = _reader(request)
    found = _letter(request, pk, at)
    try:
        paper.mark_posted(found, actor=actor, at=at, source=SOURCE)
    except Refused:
        return redirect("letter", found.pk)  # the page says who did, and when
    return redirect("letters")
