"""What follows the reply, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.choices import Satisfaction
from complaints.models import CallbackAttempt, FollowUp, Triage
from complaints.sentences.facts import Facts, joined, label


def _verified(facts: Facts) -> str:
    kind = {"kind": label(FollowUp.Kind, facts.get("kind"))}
    if facts.get("kept"):
        return _("verified the follow-up: %(kind)s, kept") % kind
    return _("found the follow-up not kept: %(kind)s is open again") % kind


def _called_back(facts: Facts) -> str:
    told = {
        "outcome": label(CallbackAttempt.Outcome, facts.get("outcome")),
        "number": facts.get("attempt"),
        "more": joined(
            facts.names.of("reason", facts.get("reason")),
            _("another number than at receipt") if facts.get("other_number") else "",
        ),
    }
    if facts.get("result"):
        told |= {
            "result": label(Satisfaction, facts.get("result")),
            "service": label(Satisfaction, facts.get("service")),
        }
        return _("called back: result %(result)s, service %(service)s") % told
    if told["more"]:
        return _("called back, attempt %(number)s: %(outcome)s (%(more)s)") % told
    return _("called back, attempt %(number)s: %(outcome)s") % told


def _rated(facts: Facts) -> str:
    return _("says: result %(result)s, service %(service)s") % {
        "result": label(Satisfaction, facts.get("result")),
        "service": label(Satisfaction, facts.get("service")),
    }


def _surveyed(facts: Facts) -> str:
    told = {"result": label(Satisfaction, facts.get("result")), "service": label(Satisfaction, facts.get("service"))}
    if told["service"]:
        return _("answered the survey: result %(result)s, service %(service)s") % told
    return _("answered the survey: result %(result)s") % told


def _triaged(facts: Facts) -> str:
    told = {"decision": label(Triage.Decision, facts.get("decision")), "number": facts.get("new_ticket")}
    if told["number"]:
        return _("decided: %(decision)s %(number)s") % told
    return _("decided: %(decision)s") % told


def _second(facts: Facts) -> str:
    whom = joined(facts.names.of("team", facts.get("team")), facts.names.person(facts.get("handler")))
    return _("began the second handling, round %(round)s, for %(whom)s") % {"round": facts.get("round"), "whom": whom}


AFTERWARDS: dict[str, Callable[[Facts], str]] = {
    "ticket.follow_up_done": lambda facts: (
        _("noted the follow-up as done: %(kind)s") % {"kind": label(FollowUp.Kind, facts.get("kind"))}
    ),
    "ticket.follow_up_verified": _verified,
    "ticket.called_back": _called_back,
    "ticket.callback_missed": lambda facts: _("Could not be reached; written to with a link"),
    "ticket.rated": _rated,
    "ticket.survey_asked": lambda facts: (
        _("The survey was sent; it can be answered until %(until)s") % {"until": facts.moment("until")}
    ),
    "ticket.survey_answered": _surveyed,
    "ticket.letter_prepared": lambda facts: (
        _("The letter owed by %(due)s is ready; told: %(whom)s") % {"due": facts.moment("due_at"), "whom": facts.told()}
    ),
    "ticket.letter_sent": lambda facts: _("The letter with the outside bodies has been sent"),
    "ticket.triaged": _triaged,
    "ticket.second_handling": _second,
}
