"""Questions about working time as JSON, one a line, for whoever wants to check our clocks by hand.

Knows the words of the questions and answers; the arithmetic is in `working_time`. No Django, no output.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from servicecenter.working_time import Calendar, Unit, add, between


def answer(line: str | bytes) -> dict[str, Any]:
    """Answer one line: `{"due": UTC ISO}`, `{"seconds": inside opening hours}` or `{"error": why}`.

    {"op": "add", "start": ISO, "amount": 5, "unit": "working_days", "calendar": {"tz": ..., ...}}
    {"op": "between", "start": ISO, "end": ISO, "calendar": {...}}
    """
    try:
        question = json.loads(line)
        if not isinstance(question, dict):
            raise ValueError("a question is a JSON object")
        operation = OPERATIONS.get(str(question.get("op")))
        if operation is None:
            raise ValueError(f"op is one of {', '.join(OPERATIONS)}")
        return operation(question)
    except (ValueError, OverflowError, RecursionError) as error:
        return {"error": str(error)}


def _add(question: dict[str, Any]) -> dict[str, Any]:
    amount = question.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise ValueError(f"amount is a whole number, not {amount!r}")
    unit = question.get("unit")
    if unit not in tuple(Unit):
        raise ValueError(f"unit is one of {', '.join(Unit)}")
    due = add(_instant(question, "start"), amount, Unit(unit), Calendar.parse(question.get("calendar")))
    return {"due": due.isoformat()}


def _between(question: dict[str, Any]) -> dict[str, Any]:
    start, end = _instant(question, "start"), _instant(question, "end")
    return {"seconds": between(start, end, Unit.WORKING_MINUTES, Calendar.parse(question.get("calendar")))}


def _instant(question: dict[str, Any], key: str) -> datetime:
    text = question.get(key)
    try:
        instant = datetime.fromisoformat(text)  # type: ignore[arg-type]  # what is not text is refused here
    except (TypeError, ValueError):
        raise ValueError(f"{key} is an ISO time such as 2026-02-13T16:30:00+08:00, not {text!r}")
    if instant.utcoffset() is None:
        raise ValueError(f"{key} has no zone: {text}")
    return instant


OPERATIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"add": _add, "between": _between}
