"""Anyone can check a clock by hand: questions in, answers out, line by line."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management.base import CommandError

from servicecenter.management.commands.working_time import Command
from servicecenter.working_time_lines import answer
from tests.servicecenter.desks import china

pytestmark = pytest.mark.once

CALENDAR = china().to_dict()
ADD = {
    "op": "add",
    "start": "2026-02-13T16:30:00+08:00",
    "amount": 5,
    "unit": "working_days",
    "calendar": CALENDAR,
}
BETWEEN = {
    "op": "between",
    "start": "2026-02-13T16:30:00+08:00",
    "end": "2026-02-15T00:00:00+08:00",
    "calendar": CALENDAR,
}


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (ADD, {"due": "2026-02-27T09:30:00+00:00"}),
        (ADD | {"unit": "working_minutes", "amount": 480}, {"due": "2026-02-14T08:30:00+00:00"}),
        (ADD | {"unit": "minutes"}, {"due": "2026-02-13T08:35:00+00:00"}),
        (ADD | {"unit": "calendar_days"}, {"due": "2026-02-18T16:00:00+00:00"}),  # a holiday, not moved
        (ADD | {"start": "2026-02-13T08:30:00Z"}, {"due": "2026-02-27T09:30:00+00:00"}),
        (BETWEEN, {"seconds": 9 * 3600}),
    ],
)
def test_a_question_is_answered_in_utc_and_seconds(question: dict[str, Any], reply: dict[str, Any]) -> None:
    assert answer(json.dumps(question)) == reply


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        (b"\xff", "utf-8"),
        ("[" * 100_000, "recursion"),
        ("[]", "JSON object"),
        ("{}", "op is one of add, between"),
        (json.dumps(ADD | {"start": "2026-02-13T16:30:00"}), "start has no zone"),
        (json.dumps(ADD | {"start": "Friday"}), "start is an ISO time"),
        (json.dumps(ADD | {"start": 5}), "start is an ISO time"),
        (json.dumps(ADD | {"amount": True}), "amount is a whole number"),
        (json.dumps(ADD | {"amount": 1.5}), "amount is a whole number"),
        (json.dumps(ADD | {"amount": -1}), "negative"),
        (json.dumps(ADD | {"amount": 10**30}), "beyond the last year"),
        (json.dumps(ADD | {"unit": ["hours"]}), "unit is one of minutes, working_minutes"),
        (json.dumps(ADD | {"calendar": {"tz": "UTC"}}), "never opens"),
        (json.dumps(ADD | {"calendar": None}), "calendar: cannot be read"),
        (json.dumps(BETWEEN | {"end": "2026-02-12T00:00:00Z"}), "before the start"),
    ],
)
def test_what_cannot_be_answered_says_why(line: str | bytes, reason: str) -> None:
    assert reason in answer(line)["error"]


def run(monkeypatch: pytest.MonkeyPatch, *lines: str) -> tuple[list[dict[str, Any]], bool]:
    """What the command prints, and whether it ended well."""
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    command, ended_well = Command(stdout=printed), True
    try:
        command.handle()
    except CommandError as error:
        ended_well = error.returncode != 1
    return [json.loads(line) for line in printed.getvalue().splitlines()], ended_well


def test_every_line_gets_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    replies, ended_well = run(monkeypatch, json.dumps(ADD), "", json.dumps(BETWEEN))
    assert replies == [{"due": "2026-02-27T09:30:00+00:00"}, {"seconds": 32400}]
    assert ended_well


def test_a_bad_line_is_named_and_the_others_are_still_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    replies, ended_well = run(monkeypatch, json.dumps(ADD), "nonsense", json.dumps(BETWEEN))
    assert replies[1]["line"] == 2
    assert replies[2] == {"seconds": 32400}
    assert not ended_well
