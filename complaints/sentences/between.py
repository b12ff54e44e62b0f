"""What ties tickets and people to each other, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.models import Party, Tie
from complaints.sentences.facts import Facts, label


def _with_number(sentence: str, facts: Facts) -> str:
    return sentence % {"number": facts.get("number")}


def _joined(facts: Facts) -> str:
    if facts.get("what") == Tie.Kind.MERGE:
        return _with_number(_("merged %(number)s into this one"), facts)
    return _with_number(_("linked it with %(number)s"), facts)


def _undone(facts: Facts) -> str:
    return _("undid “%(what)s” %(number)s") % {
        "what": label(Tie.Kind, facts.get("what")),
        "number": facts.get("number"),
    }


def _of_team(sentence: str, facts: Facts) -> str:
    told = {"team": facts.names.of("team", facts.get("team"))}
    return sentence % (told | {"due": facts.moment("due_at")} if facts.get("due_at") else told)


def _of_party(sentence: str, facts: Facts) -> str:
    return sentence % {"name": facts.text.get("name", ""), "role": label(Party.Role, facts.get("role"))}


def _review(sentence: str, facts: Facts) -> str:
    body = facts.names.of("body", facts.get("body"))
    return sentence % {"body": body, "number": facts.get("number"), "due": facts.moment("due_at")}


def _review_decided(facts: Facts) -> str:
    if remedy := facts.text.get("remedy"):
        return _("noted the outside decision; to be done by %(due)s: %(remedy)s") % {
            "due": facts.moment("due_at"),
            "remedy": remedy,
        }
    return _("noted the outside decision; nothing is to be done")


BETWEEN: dict[str, Callable[[Facts], str]] = {
    "task.opened": lambda facts: _of_team(_("asked %(team)s to co-handle it, by %(due)s"), facts),
    "ticket.team_asked": lambda facts: _of_team(_("asked %(team)s, to be answered by %(due)s"), facts),
    "ticket.task_answered": lambda facts: _of_team(_("answered for %(team)s"), facts),
    "ticket.task_waived": lambda facts: _of_team(_("goes on without the answer of %(team)s"), facts),
    "ticket.lead_disputed": lambda facts: _of_team(
        _("disputed the lead, proposing %(team)s; to be ruled by %(due)s"), facts
    ),
    "ticket.party_added": lambda facts: (
        _("noted %(name)s as %(role)s")
        % {"name": facts.text.get("name", ""), "role": label(Party.Role, facts.get("role"))}
    ),
    "ticket.party_ended": lambda facts: _of_party(_("took the %(role)s off"), facts),
    "ticket.review_opened": lambda facts: _review(_("noted a review by %(body)s %(number)s, due %(due)s"), facts),
    "ticket.reopened_for_review": lambda facts: _review(
        _("took it up again for %(body)s %(number)s, due %(due)s"), facts
    ),
    "ticket.review_decided": _review_decided,
    "ticket.review_complied": lambda facts: _("proved that the outside decision was carried out"),
    "ticket.petition_imported": lambda facts: (
        _("added %(count)s people of a petition, each with their own number") % {"count": facts.get("count")}
    ),
    "ticket.left_group": lambda facts: _("took it out of the group"),
    "group.answered": lambda facts: _("the answer goes to each person of the group"),
    "ticket.linked": lambda facts: _with_number(_("linked it with %(number)s"), facts),
    "ticket.merged": lambda facts: _with_number(_("merged it into %(number)s"), facts),
    "ticket.joined": _joined,
    "ticket.split": lambda facts: _with_number(_("split off %(number)s"), facts),
    "ticket.split_off": lambda facts: _with_number(_("split it off from %(number)s"), facts),
    "ticket.undone": _undone,
    "ticket.parted": _undone,
}
