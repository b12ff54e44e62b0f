"""A ticket's papers as facts. The same content as the sheets; who may read it is not decided here."""

from typing import Any

from django.conf import settings

from complaints import papers, printing
from complaints.api.paper_serializers import BY_NAME
from complaints.models import Finding, Ticket
from complaints.papers import Answer, Paper
from complaints.queries import Disclosure
from complaints.reply_parts import Parts


def of(ticket: Ticket, paper: Paper, shown: Disclosure, *, in_full: bool) -> dict[str, Any]:
    content = papers.content(ticket)
    told = {
        "paper": paper.name, "label": str(paper.label), "number": ticket.number, "language": ticket.language,
        "customer": _customer(ticket, shown), "place": content["place"], "received_at": ticket.received_at,
        **(_reply(ticket, content) if paper.name == "reply" else _in_house(ticket, content)),
        "contact": printing.contact(ticket, shown, in_full=in_full),
    }  # fmt: skip
    return BY_NAME[paper.name](told).data


def _customer(ticket: Ticket, shown: Disclosure) -> dict[str, str]:
    if ticket.anonymous:
        return {"name": "", "withheld": "anonymous"}
    if not shown.name:
        return {"name": "", "withheld": "confidential"}
    return {"name": ticket.customer.name if ticket.customer else "", "withheld": ""}


def _in_house(ticket: Ticket, content: dict[str, Any]) -> dict[str, Any]:
    """Of the registration form and the visit slip; each tells those of them that stand on it."""
    answer: Answer | None = content["answer"]
    return {
        **{name: _choice(ticket, name) for name in ("channel", "priority")},
        "nature": _choice(ticket, "nature_received"),
        **{name: _coded(getattr(ticket, name)) for name in ("category", "region", "team", "closing_code")},
        "handler": ticket.handler, "promised": content["promised"], "words": content["words"],
        "details": content["details"], "more_requests": content["more_requests"],
        "requests": [
            {"request": one.position, "words": words, "result": _choice(one, "result")}
            for one, words in content["requests"]
        ],
        "happened_on": ticket.happened_on, "archived_at": ticket.archived_at,
        "finding": _finding(content["finding"], content["found"]),
        "answer": answer and {"at": answer.at, "outcome": _choice(ticket, "outcome"), "words": content["answered"]},
        "emergency_phone": settings.EMERGENCY_PHONE,
    }  # fmt: skip


def _reply(ticket: Ticket, content: dict[str, Any]) -> dict[str, Any]:
    answer: Answer | None = content["answer"]
    parts = answer.parts if answer else Parts()
    return {
        "title": ticket.title, "answered_at": answer and answer.at, "words": answer.words if answer else "",
        "apology": parts.apology, "findings": parts.findings, "results": answer.results if answer else [],
        "promises": parts.follow_ups, "recourses": parts.recourses, "reopen_until": content["reopen_until"],
    }  # fmt: skip


def _finding(finding: Finding | None, facts: str) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "verdict": _choice(finding, "verdict"), "cause": _coded(finding.cause),
        "responsible": _coded(finding.responsible), "facts": facts,
    }  # fmt: skip


def _coded(row: Any) -> dict[str, str] | None:
    return row and {"code": row.code, "label": row.label}


def _choice(row: Any, name: str) -> dict[str, str] | None:
    code = getattr(row, name)
    return {"code": code, "label": str(getattr(row, f"get_{name}_display")())} if code else None
