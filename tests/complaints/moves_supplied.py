"""Who makes the moves, and what each move's form needs."""

from datetime import timedelta

from complaints.models import FollowUp, Party, Rectification, Ticket
from servicecenter.actors import SYSTEM, Actor, client, customer
from servicecenter.roles import ROLES
from tests import making
from tests.making import NOW

LATER = NOW + timedelta(minutes=10)


def acting(role: str) -> Actor:
    if role in ROLES:
        return Actor("staff", 7, frozenset({role}), held=frozenset({(role, None)}))
    return {"customer": customer(), "client": client(making.make_client(role)[0]), "system": SYSTEM}[role]


def supplied(move: str) -> dict[str, str]:
    """What the move's form needs."""
    return supplies().get(move, {})


def supplies() -> dict[str, dict]:
    """By move what its form needs, if anything; the other ticket of a move on two is the one made first."""
    answer = {"words": "It was rust.", "outcome": "resolved", "result_1": "met", "result_2": "partly", "why_2": "half"}
    soon = (NOW + timedelta(minutes=90)).isoformat()
    team = making.make_team().code
    cause = making.make_reason("cause").code
    party = Party.objects.order_by("pk").last()
    body = making.make_reason("outside").code
    review = {"body": body, "number": "OM 7", "words": "Their file.", "due_at": soon, "sort": "upstream"}
    neighbour = Ticket.objects.order_by("pk").values_list("number", flat=True).first() or ""
    refusal = {"words": "It is another's pipe.", "where_to_go": "The road authority."}
    promised = FollowUp.objects.order_by("pk").last()
    follow_up = str(promised.pk) if promised else "1"
    cause_of = Rectification.objects.order_by("pk").last()
    rectification = str(cause_of.pk) if cause_of else "1"
    return {
        "dispatch_emergency": {"team": team, "place": "4 Canal Street", "hazard": "Gas in the stairwell."},
        "confirm_emergency": {"nature": "complaint", "category": making.make_category().code, "priority": "critical"},
        "propose_decline": {"ground": making.make_reason("decline").code, **refusal},
        "propose_reject": {"facts": "The reading was taken twice.", **refusal},
        "propose": {"measures": "Pay for the freezer.", "amount": "460.00", "money": making.make_reason("money").code},
        "mark_sensitive": {"why": "The paper rang."},
        "unmark_sensitive": {"why": "It was a misunderstanding."},
        "name_staff": {"about": "people", "words": "badge 4711"},
        "send_back_refusal": {"opinion": "It is our pipe."},
        "send_back": {"opinion": "The invoice is missing."},
        "return": {"team": team, "why": "Not our pipe."},
        "rule": {"team": team, "why": "Their street."},
        "find": {"verdict": "upheld", "cause": cause, "facts": "A valve was shut."},
        "request_extension": {"due_at": soon, "why": "A sample is needed.", "words": "We need until noon."},
        "decide_extension": {"granted": "yes"},
        "ask_information": {"words": "Your last bill, please.", "channel": "phone"},
        "close_unanswered": {"words": "Without the bill we cannot tell."},
        "interim_reply": {"words": "We are flushing the main.", "next_update_at": soon},
        "chase": {"words": "When will it be clean?"},
        "supervise": {"words": "See to it today.", "due_at": soon},
        "answer_supervision": {"words": "Flushed at noon."},
        "do_follow_up": {"follow_up": follow_up, "words": "Laid on Monday, order 4711."},
        "verify_follow_up": {"follow_up": follow_up, "kept": "yes", "words": "She says it runs."},
        "plan_rectification": {"rectification": rectification, "words": "A new valve of another make."},
        "do_rectification": {"rectification": rectification, "words": "Fitted on Monday, order 4712."},
        "verify_rectification": {"rectification": rectification, "kept": "yes"},
        "record_callback": {"outcome": "no_answer"},
        "triage": {"decision": "explained", "why": "By the rules.", "words": "We looked again; it was right."},
        "second_handling": {"team": making.make_team("second").code, "why": "They are new to it."},
        "take_over": {"why": "It takes too long."},
        "reassign": {"handler": making.make_stand_in().username, "why": "Tom is ill."},
        "requeue": {"why": "Tom is ill."},
        "withdraw": {"words": "It is clean again."},
        "classify": {"nature": "complaint", "category": making.make_category().code, "priority": "normal"},
        "answer": answer,
        "reply": answer,
        "dispatch": {"team": making.make_team().code, "why": "Their pipes."},
        "hold": {"reason": making.make_reason().code, "until": (LATER + timedelta(days=2)).isoformat()},
        "escalate": {"reason": making.make_reason("escalation").code},
        "archive": {
            "category": making.make_category().code,
            "closing_code": making.make_reason("closing").code,
            "cause": cause,
        },
        "reopen": {"words": "Brown again."},
        "ask_team": {"team": making.make_team("legal").code, "words": "Whose pavement is it?", "due_at": soon},
        "answer_task": {"team": making.make_team("billing").code, "words": "It was billed twice."},
        "waive_task": {"team": making.make_team("billing").code, "why": "They are flooded."},
        "dispute_lead": {"team": making.make_team("billing").code, "why": "It is the bill."},
        "import_petition": {"people": "Wang Fang,+86 139 1111 2222\nLi Na", "confirmed": "on"},
        "leave_group": {"why": "Hers still leaks."},
        "add_party": {"role": "affected", "name": "Wang Fang"},
        "end_party": {"party": str(party.pk) if party else "1", "why": "Another street."},
        "open_review": review,
        "reopen_for_review": review,
        "decide_review": {"words": "Upheld.", "remedy": "", "comply_by": ""},
        "comply_review": {"words": "Paid on Monday."},
        "link": {"other": neighbour},
        "merge": {"into": neighbour, "why": "She wrote twice."},
        "split": {"words": "The refund for March.", "requests": ["2"]},
        "undo": {"why": "It was another matter."},
    }
