"""Many hands on one ticket, and moves beside sweeps: one winner, the others told who; no deadlock."""

import json
import subprocess
import threading
from collections import Counter

import pytest
from django.db import close_old_connections, connection, connections

from complaints import actions
from complaints.models import Ticket
from complaints.refusals import Conflict
from servicecenter.models import Event
from tests import making
from tests.faults import house
from tests.making import NOW, make_ticket

HANDS = 200 if connection.vendor == "postgresql" else 60  # SQLite writes one after the other: fewer prove the same


@pytest.mark.django_db(transaction=True)
def test_of_many_simultaneous_moves_on_one_ticket_one_wins_and_the_others_are_told_who_did_what():
    supervisor, ticket = making.make_staff("supervisor"), make_ticket("reviewing")
    data = {"nature": "complaint", "category": making.make_category().code, "priority": "urgent"}
    told: Counter[str] = Counter()
    start = threading.Barrier(HANDS)

    def one_hand() -> None:
        try:
            mine = Ticket.objects.get(pk=ticket.pk)
            actor = making.acting(supervisor)
            close_old_connections()
            connection.close()
            start.wait()
            actions.perform(mine, "classify", data, actor=actor, at=NOW, source="desk", version=mine.version)
            told["won"] += 1
        except Conflict as conflict:
            told[f"{conflict.event.kind} by {conflict.event.actor_id}, version {conflict.ticket.version}"] += 1
        except Exception as error:
            told[f"{type(error).__name__}: {error}"] += 1
        finally:
            connections.close_all()

    hands = [threading.Thread(target=one_hand) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert told == {"won": 1, f"ticket.classified by {supervisor.pk}, version 3": HANDS - 1}
    assert Event.objects.filter(kind="ticket.classified").count() == 1
    ticket.refresh_from_db()
    assert ticket.version == 3


@pytest.mark.faults
def test_a_minute_of_random_moves_beside_ten_thousand_due_clocks_and_two_workers_has_no_deadlock():
    with house.opened() as centre:
        centre.ask("stock", 5000, 10_000, 45)
        for _ in range(2):
            centre.start("manage.py", "work")
        movers = [
            subprocess.Popen(
                [house.PYTHON, "-m", "tests.faults.crew", "move_about", "60", str(seed)],
                cwd=house.ROOT, env=centre.environment, stdout=subprocess.PIPE, text=True,
            )
            for seed in range(3)
        ]  # fmt: skip
        told = Counter()
        for mover in movers:
            told.update(json.loads(mover.communicate()[0].splitlines()[-1]))

        assert told["moved"] > 300, told
        assert not [reason for reason in told if reason.startswith("failed")], told
        assert centre.deadlocks() == 0
        assert "failed" not in centre.log()
        twice = "SELECT count(*) FROM (SELECT payload->>'clock' FROM servicecenter_event WHERE kind = 'clock.broken'"
        assert centre.scalar(f"{twice} GROUP BY 1 HAVING count(*) > 1) AS doubled") == 0
        # Every move raised its ticket's version by one, escalations apart; nothing was lost between them.
        lost = """
            SELECT count(*) FROM complaints_ticket t WHERE t.version <> 1 + (SELECT count(*) FROM servicecenter_event e
            WHERE e.subject_id = t.id AND e.kind LIKE 'ticket.%' AND e.kind <> 'ticket.escalated')
        """
        assert centre.scalar(lost) == 0
        print(
            dict(told), "alarms:", centre.scalar("SELECT count(*) FROM servicecenter_event WHERE kind LIKE 'clock.%'")
        )
