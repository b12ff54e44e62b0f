"""What still bars a move that stage, conditions and role allow: who had a hand in it, and what story and clocks say.

moving.why_not asks it last, for the buttons of a page as on the locked row. What depends on the answers given with
a move is checked in its verb. Must not change anything.
"""

from collections.abc import Callable, Mapping

from complaints.barred import matters, persons
from complaints.barred.facts import Facts
from complaints.refusals import Refused

Rule = Callable[[Facts], Refused | None]

# Move → its rules; the first that bars it says why.
RULES: Mapping[str, tuple[Rule, ...]] = {
    "confirm_emergency": (persons.dispatched_it,),
    "propose_decline": (persons.decided_before,),
    "decline": (persons.had_a_hand,),
    "propose_reject": (persons.decided_before,),
    "reject": (persons.had_a_hand,),
    "send_back_refusal": (persons.had_a_hand,),
    "hold": (persons.held_it_twice,),
    "ask_information": (matters.still_answering,),
    "close_unanswered": (matters.danger, matters.still_answering),
    "return": (matters.kept_too_long,),
    "propose": (persons.decided_before,),
    "approve": (persons.had_a_hand, persons.not_theirs_to_judge, persons.above_their_limit),
    "send_back": (persons.had_a_hand, persons.not_theirs_to_judge),
    "request_extension": (matters.no_more_time,),
    "decide_extension": (persons.asked_for_it,),
    "do_follow_up": (persons.promised_nothing,),
    "verify_follow_up": (persons.did_it_all,),
    "verify_rectification": (persons.rectified_it_all,),
    "record_callback": (persons.handled_it,),
    "triage": (persons.took_part,),
    "withdraw": (persons.handles_it, matters.others_wait, matters.goes_on),
    "answer_task": (persons.not_asked,),
    "merge": (matters.others_wait, matters.others_merged),
    "undo": (matters.no_longer_undone,),
}


def reason(move: str, facts: Facts) -> Refused | None:
    for rule in RULES.get(move, ()):
        if refusal := rule(facts):
            return refusal
    return None
