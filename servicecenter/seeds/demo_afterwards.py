"""What the demo's people say and do after the reply: findings, calls back, triage, second handling."""

from datetime import datetime, timedelta
from typing import Any

from servicecenter.models import User
from servicecenter.seeds.demo_cases import Case

PATHS = {
    "found", "called", "missed", "explained", "second_handling", "archived", "settled", "reopened", "second_round",
}  # fmt: skip
STEPS = {"find", "callback", "miss", "triage", "second_handling"}
MOVE_OF = {"callback": "record_callback", "miss": "record_callback"}  # what the table calls it, when that differs
NEW_OWNER = "supervisor"


def promised(case: Case, words: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The promise in this case's reply, when it makes one."""
    if "promise" not in case.row:
        return {}
    return {
        "follow_up_1_kind": "repair",
        "follow_up_1_what": words["promise"][case.language],
        "follow_up_1_due_at": now + timedelta(days=case.row["promise"]),
        "findings": words["findings"][case.language],
    }


def data(name: str, case: Case, words: dict[str, Any]) -> dict[str, Any]:
    """What the move's form needs."""
    match name:
        case "find":
            verdict = case.row.get("verdict", "upheld")
            facts = case.row.get("facts", words["findings"][case.language])
            said = {"verdict": verdict, "cause": case.row.get("cause", "asset"), "facts": facts}
            return said | (
                {"can_recur": "on", "measure": words["promise"][case.language]} if "recurs" in case.row else {}
            )
        case "miss":
            return {"outcome": "no_answer"}
        case "callback":
            mood = "unsatisfied" if case.row["path"] in {"explained", "second_handling"} else "satisfied"
            said = {"outcome": "reached", "result": mood, "service": "satisfied", "words": words[mood][case.language]}
            return said | ({"other_number": case.row["other_number"]} if "other_number" in case.row else {})
        case "triage":
            decision = "explained" if case.row["path"] == "explained" else "second"
            return {
                "decision": decision,
                "why": words["triage"][case.language],
                "words": words["review"][case.language],
            }
    owner = User.objects.get(username=NEW_OWNER)
    return {"team": "customer-service", "handler": owner.username, "why": words["triage"][case.language]}
