"""A paper as HTML, in the customer's language whoever prints it, with no more of the customer than is disclosed."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from complaints import papers
from complaints.models import Ticket
from complaints.papers import Paper
from complaints.queries import Disclosure
from customers import contact_points
from servicecenter.requests import house


def sheet(ticket: Ticket, paper: Paper, shown: Disclosure, at: datetime, *, in_full: bool) -> str:
    """To be put into a page."""
    with translation.override(ticket.language):
        context = {
            **papers.content(ticket),
            "ticket": ticket,
            "shown": shown,
            "now": at,
            "contact": contact(ticket, shown, in_full=in_full),
            "title": paper.label,
            **house(),
        }
        return render_to_string(paper.template, context)


def document(ticket: Ticket, paper: Paper, on_it: str) -> str:
    """A page of its own with nothing on it but the sheet."""
    with translation.override(ticket.language):
        return render_to_string("complaints/papers/alone.html", {"ticket": ticket, "paper": paper, "sheet": on_it})


def contact(ticket: Ticket, shown: Disclosure, *, in_full: bool) -> str:
    """How the customer can be reached; "" for who may not reach them, covered unless in full."""
    point = ticket.contact_point
    if point is None or not shown.contact:
        return ""
    return str(point.value) if in_full else contact_points.mask(point.kind, str(point.value))


def covers_contact(ticket: Ticket, paper: Paper, shown: Disclosure) -> bool:
    """There is a contact on it that a reason would show in full."""
    return bool(ticket.contact_point and shown.contact and paper.tells_contact)
