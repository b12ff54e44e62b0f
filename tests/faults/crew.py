"""What the processes of a fault test do: `python -m tests.faults.crew TASK ARGUMENTS` prints one JSON line."""

import json
import random
import sys
import time
from collections import Counter
from datetime import timedelta

import django

django.setup()

from django.db import OperationalError  # noqa: E402 - the apps must be loaded first
from django.db.models import F  # noqa: E402

from complaints import actions, moving  # noqa: E402
from complaints.models import Clock, Ticket  # noqa: E402
from complaints.refusals import Refused  # noqa: E402
from servicecenter import rounds  # noqa: E402
from servicecenter.actors import Actor  # noqa: E402
from tests import making  # noqa: E402

SUPERVISOR = Actor("staff", 1, frozenset({"supervisor"}), held=frozenset({("supervisor", None)}))


def stock(tickets: int, clocks: int, seconds: int) -> dict[str, int]:
    """Tickets in review with a duty officer, and clocks of theirs that come due evenly over these seconds."""
    now = rounds.database_now()
    region, version = making.make_region(), making.make_policy(reply=(60, "minutes"))
    making.make_staff("supervisor", name="sven")
    made = Ticket.objects.bulk_create(
        Ticket(
            number=f"{count}", access_code_hash="", stage_since=now, received_at=now,
            nature="complaint", nature_received="complaint", title="t", words="w", channel="web", source="web",
            region=region, policy_version=version,
        )
        for count in range(tickets)
    )  # fmt: skip
    due = [now + timedelta(seconds=seconds * count / clocks) for count in range(clocks)]
    Clock.objects.bulk_create(
        Clock(
            ticket=made[count % tickets], milestone="reply", subject=f"task {count}", started_at=now, amount=60,
            original_due_at=at, due_at=at, alarm_step=3, unit="minutes", calendar=region.calendar,
        )
        for count, at in enumerate(due)
    )  # fmt: skip
    # Set going only when all stand there, a little ahead: making them takes its time.
    ahead = rounds.database_now() - now + timedelta(seconds=5)
    Clock.objects.update(due_at=F("due_at") + ahead, next_alarm_at=F("due_at") + ahead)
    return {"tickets": len(made), "clocks": clocks}


def supplied(name: str) -> dict[str, object]:
    until = (rounds.database_now() + timedelta(hours=1)).isoformat()
    return {
        "classify": {"nature": "complaint", "category": making.make_category().code, "priority": "normal"},
        "answer": {"words": "x", "outcome": "resolved"},
        "reply": {"words": "x", "outcome": "resolved"},
        "dispatch": {"team": making.make_team().code, "why": "x"},
        "hold": {"reason": making.make_reason().code, "until": until},
        "escalate": {"reason": making.make_reason("escalation").code},
        "archive": {
            "category": making.make_category().code,
            "closing_code": making.make_reason("closing").code,
            "cause": making.make_reason("cause").code,
        },
        "reopen": {"words": "x"},
    }.get(name, {})


def move_about(seconds: int, seed: int) -> dict[str, object]:
    """Any possible move on any ticket, half of them on a few that all fight for; count what became of them."""
    dice, told = random.Random(seed), Counter()
    data = {name: supplied(name) for name in actions.VERBS}
    ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ticket = Ticket.objects.get(pk=dice.choice(ids[:20] if dice.random() < 0.5 else ids))
        at = rounds.database_now()
        name = dice.choice(moving.allowed(ticket, SUPERVISOR, at)).name
        try:
            actions.perform(ticket, name, data[name], actor=SUPERVISOR, at=at, source="desk", version=ticket.version)
            told["moved"] += 1
        except Refused as refusal:
            told[f"refused: {refusal.code}"] += 1
        except OperationalError as error:
            told[f"failed: {type(error.__cause__).__name__}"] += 1
    return dict(told)


def key() -> str:
    making.make_region()
    making.make_policy(reply=(5, "working_days"), acknowledge=(0, "minutes"))
    return making.make_client("hotline", at=rounds.database_now())[1]


TASKS = {"stock": stock, "move_about": move_about, "key": key}

if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    print(json.dumps(TASKS[task](*map(int, arguments))))
