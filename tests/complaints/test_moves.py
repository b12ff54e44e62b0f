"""Every move at every stage by every role: what the table allows happens exactly, the rest changes nothing.

The expectations stand in moves_expected.py, written out by hand.
"""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction

from complaints import actions, joint, lifecycle, moving
from complaints.joint import CoHandler
from complaints.models import Clock, ClockPause, Request, Ticket
from complaints.refusals import Conflict, Missing, NotNow, NotYours
from complaints.stages import merging
from servicecenter.actors import SYSTEM, Actor, customer
from servicecenter.models import Event, EventText, Outbox
from servicecenter.roles import ROLES
from tests import making
from tests.complaints.moves_expected import (
    EXPECTED,
    OPEN,
    OUTLASTING,
    OUTLIVING,
    SITUATIONS,
    STAGE_OF,
    Expected,
    possible_now,
    state_for,
)
from tests.complaints.moves_supplied import LATER, acting, supplied, supplies
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db


ASKS_NOTHING = {"reply_with_lead", "start_review", "accept", "resume", "decline", "reject", "approve", "see_sensitive"}
STANDS_STILL = {"ticket.held", "ticket.information_asked"}
# By whom the situation is made; they are nobody's who decides.
PROPOSED = {
    "decline asked": ("propose_decline", "reviewer"),
    "reject asked": ("propose_reject", "reviewer"),
    "approval asked": ("propose", "handler"),
    "sensitive": ("mark_sensitive", "agent"),
}


def everything() -> list:
    """All a move may touch, as it stands in the database."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Ticket, Request, Clock, ClockPause, Event, EventText, Outbox)
    ]


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def locked_once(ticket: Ticket):
    """While nothing changes, the row as it stands serves every move: fetching it is most of what a refusal costs."""
    with mock.patch.object(moving, "_lock", return_value=moving._lock(ticket.pk)):
        yield


@pytest.fixture
def policy(db):
    making.without_money_limits("supervisor", "shift_leader", "complaint_manager", "finance_approver")
    hour = (60, "minutes")
    milestones = ["first_response", "contact", "review", "dispatch", "accept", "on_site", "make_safe", "restore"]
    return making.make_policy(
        **dict.fromkeys([*milestones, "reply", "archive", "callback"], hour), statutory=["make_safe"]
    )


def ticket_in(stage: str, state: str) -> Ticket:
    make_ticket()  # the earlier one, for moves on two
    ticket = make_ticket("dispatched" if state in {"ruling asked", "ruled"} else "received")

    def make(name: str, role: str) -> None:
        actions.perform(ticket, name, supplied(name), actor=acting(role), at=NOW, source="desk", version=None)

    if state == "emergency":
        make("dispatch_emergency", "agent")
        return ticket
    if state in {"ruling asked", "ruled"}:
        make("return", "coordinator")
        making.advance(ticket, "dispatched")
        make("return", "coordinator")
        if state == "ruled":
            make("rule", "supervisor")
        return ticket
    for step in (*OPEN, "replied", "archived")[1:]:
        if ticket.stage == stage or ticket.stage == "investigating":
            break
        making.advance(ticket, step)
    if state in PROPOSED:
        make(*PROPOSED[state])
    elif state == "held":
        making.hold(ticket, at=NOW, until=NOW + timedelta(days=1), by=acting("supervisor"))
    elif state == "asked twice":
        Ticket.objects.filter(pk=ticket.pk).update(information_asked=2)
        ticket.refresh_from_db()
    elif state == "extension asked":
        make("request_extension", "handler")
    elif state == "linked":
        merging.link(ticket, other=make_ticket().number, actor=acting("agent"), at=NOW, source="desk")
    elif state == "with lead":
        lead = make_ticket("replied")
        Ticket.objects.filter(pk=ticket.pk).update(lead=lead)
        ticket.refresh_from_db()
    elif state == "others noted":
        make("add_party", "agent")
    elif state in {"reviewed outside", "decided outside"}:
        make("open_review", "supervisor")
        if state == "decided outside":
            remedy = {"words": "Upheld.", "remedy": "Pay.", "comply_by": (NOW + timedelta(days=9)).isoformat()}
            actions.perform(
                ticket, "decide_review", remedy, actor=acting("supervisor"), at=NOW + timedelta(minutes=1),
                source="desk", version=None,
            )  # fmt: skip
    elif state == "co-handled":
        asked = [CoHandler(making.make_team("billing"), "Was it billed?")]
        joint.open_tasks(ticket, asked, actor=acting("reviewer"), at=NOW, source="desk")
        Ticket.objects.filter(pk=ticket.pk).update(**joint.standing(ticket))
        ticket.refresh_from_db()
    elif state in {"can recur", "cause gone"}:
        found = supplied("find") | {"can_recur": "on", "measure": "A new valve."}
        actions.perform(ticket, "find", found, actor=acting("handler"), at=NOW, source="desk", version=None)
        if state == "cause gone":
            make("do_rectification", "handler")
    elif state == "order open":
        make("supervise", "supervisor")
    for step in ("replied", "archived"):
        if ticket.stage != stage and stage in {"replied", "archived"}:
            if step == "replied" and state in {"promised", "done"}:
                promise_and_do(ticket, done=state == "done")
            elif step == "replied" and state in {"to be called", "unsatisfied", "second owed"}:
                reply_and_ask(ticket, state)
            else:
                making.advance(ticket, step)
    return ticket


def reply_and_ask(ticket: Ticket, state: str) -> None:
    making.make_callback_rule()
    making.advance(ticket, "replied")
    if state == "to be called":
        return
    data = {"outcome": "reached", "result": "unsatisfied", "service": "fairly"}
    actions.perform(ticket, "record_callback", data, actor=acting("agent"), at=NOW, source="desk", version=None)
    if state == "second owed":
        decided = {"decision": "second", "why": "We forgot half of it."}
        actions.perform(ticket, "triage", decided, actor=acting("reviewer"), at=NOW, source="desk", version=None)


def promise_and_do(ticket: Ticket, *, done: bool) -> None:
    promise = {
        "follow_up_1_kind": "repair",
        "follow_up_1_what": "A new pipe",
        "follow_up_1_due_at": (NOW + timedelta(days=90)).isoformat(),
    }
    data = supplied("reply") | promise
    actions.perform(ticket, "reply", data, actor=acting("handler"), at=NOW, source="desk", version=None)
    if done:
        data = supplied("do_follow_up")
        actions.perform(ticket, "do_follow_up", data, actor=acting("handler"), at=NOW, source="desk", version=None)


@pytest.mark.parametrize(
    # On both engines every stage as it is; what else a ticket may be in, on one.
    ("stage", "state"), [pytest.param(*one, marks=pytest.mark.once if one[1] else ()) for one in SITUATIONS],
)  # fmt: skip
def test_a_move_happens_for_whom_it_may_and_for_nobody_else(policy, subtests, stage, state):
    ticket, actors = ticket_in(stage, state), [acting(role) for role in [*ROLES, "customer", "client", "system"]]
    asked = supplies()
    for actor in actors:
        with subtests.test(offered=actor.role):
            expected = {
                name
                for name, row in EXPECTED.items()
                if possible_now(name, stage, state) and row.may_at(stage, actor.role)
            }
            offered = {row.name for row in moving.allowed(ticket, actor, LATER)}
            assert offered == expected - {"withdraw"}, "what the law demands goes on"
            with undone():
                nothing_goes_on()
                again = moving.why_not(lifecycle.MOVES["withdraw"], Ticket.objects.get(pk=ticket.pk), actor, LATER)
                assert (again is None) == ("withdraw" in expected)
    may = {
        name: [actor for actor in actors if row.may_at(stage, actor.role)] if possible_now(name, stage, state) else []
        for name, row in EXPECTED.items()
    }
    before = everything()
    with locked_once(ticket):
        for name in EXPECTED:
            with subtests.test(refused=name):
                others = [actor for actor in actors if actor not in may[name]]
                assert_refused(ticket, name, asked.get(name, {}), others, possible_now(name, stage, state))
    assert everything() == before
    for name, row in EXPECTED.items():
        data = asked.get(name, {})
        for actor in may[name]:
            with subtests.test(move=name, role=actor.role), undone():
                if name == "withdraw":
                    nothing_goes_on()
                mine = Ticket.objects.get(pk=ticket.pk)
                version = ticket.version
                event = actions.perform(mine, name, data, actor=actor, at=LATER, source="desk", version=version)
                assert_happened_exactly(row, ticket, mine, event, actor)


def nothing_goes_on() -> None:
    """The law demands nothing, and there is no danger."""
    Clock.objects.update(sort="promise")
    Ticket.objects.update(priority="normal")


def assert_refused(ticket: Ticket, name: str, data: dict, actors: list[Actor], possible: bool) -> None:
    """By the stage or else by the role, with the move's form in front of it and without."""
    for actor in actors:
        with pytest.raises(NotYours if possible else NotNow):
            actions.perform(ticket, name, data, actor=actor, at=LATER, source="desk", version=ticket.version)
        with pytest.raises(NotYours if possible else NotNow):
            moving.move(ticket, name, actor=actor, at=LATER, source="desk")


def assert_happened_exactly(row: Expected, before: Ticket, after: Ticket, event: Event, actor: Actor) -> None:
    stored = Ticket.objects.get(pk=before.pk)
    to = row.to or before.stage
    version = before.version + row.raises_version
    assert (stored.stage, stored.version) == (after.stage, after.version) == (to, version)
    assert stored.stage_since == (LATER if row.to else before.stage_since)
    assert (stored.touched_at == LATER) == (actor.kind in {"staff", "client"})

    assert Event.objects.latest("pk") == event
    assert (event.kind, event.at, event.actor_role) == (row.event, LATER, actor.role)
    facts = {key: event.payload[key] for key in ("from", "to", "version")}
    assert facts == {"from": before.stage, "to": to, "version": version}
    assert Outbox.objects.filter(event=event, subscriber="notices").count() == len(
        [
            one
            for one in (
                "ticket.answered",
                "ticket.declined",
                "ticket.staff_named",
                "ticket.marked_sensitive",
                "ticket.emergency_dispatched",
                "ticket.rejected",
                "ticket.decline_proposed",
                "ticket.reject_proposed",
                "ticket.proposed",
                "ticket.approved",
                "ticket.sent_back",
                "ticket.replied",
                "ticket.reopened",
                "ticket.escalated",
                "ticket.interim_reply",
                "ticket.information_asked",
                "ticket.closed_unanswered",
                "ticket.extension_decided",
                "ticket.chased",
                "ticket.reassigned",
                "ticket.requeued",
                "ticket.returned",
                "ticket.triaged",
                "ticket.second_handling",
                "ticket.merged",
                "ticket.team_asked",
                "ticket.lead_disputed",
            )
            if one == row.event
        ]
    )

    held = (before.held_at is not None or row.event in STANDS_STILL) and row.event != "ticket.resumed" and not row.to
    assert (stored.held_at is not None) == held
    assert_clocks(row, before, stored, held)


def not_to_be_decided_at(stage: str, asked: str) -> bool:
    """What is asked for at the review lapses with it, and what is asked for in the investigation with that."""
    return bool(asked) and stage not in {"decline": ("received", "reviewing"), "reject": ("reviewing",)}.get(
        asked, ("investigating",)
    )


def assert_clocks(row: Expected, before: Ticket, after: Ticket, held: bool) -> None:
    """`before` was read before the move: its clocks are asked of its events' own time, the receipt."""
    alive = set(after.clocks.alive().values_list("milestone", flat=True))
    begun = after.clocks.filter(started_at=NOW, round=before.round)
    was_alive = set(begun.exclude(ended_at=NOW).values_list("milestone", flat=True))
    was_cancelled = set(begun.filter(state="cancelled", ended_at=NOW).values_list("milestone", flat=True))
    lapsed = {"decide"} if row.to and not_to_be_decided_at(row.to, before.decision_asked) else set()
    outlasting = OUTLASTING if row.to != "archived" else OUTLIVING
    gone = was_alive - outlasting if row.cancels_all else row.ends | row.cancels | lapsed
    assert alive == (was_alive - gone) | row.starts
    cancelled = set(after.clocks.filter(state="cancelled").values_list("milestone", flat=True))
    assert cancelled == was_cancelled | (
        was_alive - row.ends - outlasting if row.cancels_all else row.cancels | (lapsed - row.ends)
    )
    paused = set(after.clocks.filter(state="paused").values_list("milestone", flat=True))
    assert paused == (alive - {"make_safe", "supervise", "external"} if held else set()), (
        "statutory clocks are never held"
    )
    due = after.clocks.running().order_by("due_at").values_list("due_at", flat=True).first()
    assert after.next_due_at == due


def test_every_move_of_the_table_is_expected_here():
    assert {row.name for row in lifecycle.TABLE} == {"receive", *EXPECTED}
    assert set(actions.VERBS) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_whoever_saw_an_older_version_is_told_who_was_first_and_changes_nothing(policy, name, reviewer):
    row = EXPECTED[name]
    ticket = ticket_in(STAGE_OF.get(name, row.sources[-1]), state_for(name))
    first = moving.last_move(ticket)
    before = everything()

    with pytest.raises(Conflict) as told:
        actions.perform(
            ticket,
            name,
            supplied(name),
            actor=acting(max(row.who)),
            at=LATER,
            source="desk",
            version=ticket.version - 1,
        )
    assert (told.value.event, told.value.ticket.version) == (first, ticket.version)
    assert everything() == before


def test_a_conflict_names_the_move_not_an_escalation_that_came_after_it(reviewer):
    ticket = make_ticket("reviewing", by=making.acting(reviewer))
    actions.perform(ticket, "escalate", supplied("escalate"), actor=SYSTEM, at=LATER, source="desk", version=None)

    with pytest.raises(Conflict) as told:
        moving.move(ticket, "classify", actor=SYSTEM, at=LATER, source="desk", version=1)
    assert (told.value.event.kind, told.value.event.actor_id) == ("ticket.review_started", reviewer.pk)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in ASKS_NOTHING])
def test_what_must_be_supplied_and_is_not_is_named_and_nothing_changes(policy, name):
    row = EXPECTED[name]
    ticket = ticket_in(STAGE_OF.get(name, row.sources[0]), state_for(name))
    if name == "withdraw":
        nothing_goes_on()
        ticket.refresh_from_db()
    before = everything()

    with pytest.raises(Missing) as told:
        actions.perform(ticket, name, {}, actor=acting(max(row.who)), at=LATER, source="desk", version=None)
    assert told.value.errors
    assert everything() == before


def test_a_hold_until_yesterday_is_refused_at_its_field(policy):
    ticket, before = make_ticket("investigating"), everything()
    data = {**supplied("hold"), "until": (NOW - timedelta(days=1)).isoformat()}
    with pytest.raises(Missing) as told:
        actions.perform(ticket, "hold", data, actor=acting("handler"), at=LATER, source="desk", version=None)

    assert list(told.value.errors) == ["until"]
    assert everything()[1:] == before[1:]


def test_what_a_customer_calls_a_complaint_is_one_unless_a_supervisor_gives_the_reason():
    ticket = make_ticket("reviewing")
    data = {**supplied("classify"), "nature": "enquiry"}

    def attempt(role, **more):
        actions.perform(ticket, "classify", data | more, actor=acting(role), at=LATER, source="desk", version=None)

    with pytest.raises(NotYours):
        attempt("reviewer", why="They only asked.")
    with pytest.raises(Missing):
        attempt("supervisor")
    attempt("supervisor", why="They only asked.")
    ticket.refresh_from_db()
    assert (ticket.nature, ticket.nature_received) == ("enquiry", "complaint")


def test_a_role_held_for_another_region_counts_for_nothing_here(south, agent, supervisor):
    """Ines watches over the south and answers calls in the north: she may not reopen northern tickets."""
    making.RoleHeld.objects.create(user=agent, role="supervisor", region=south, since=making.LONG_AGO)
    here, there = make_ticket("archived"), make_ticket("archived", region=south)

    with pytest.raises(NotYours):
        actions.perform(
            here, "reopen", supplied("reopen"), actor=making.acting(agent), at=LATER, source="desk", version=None
        )
    event = actions.perform(
        there, "reopen", supplied("reopen"), actor=making.acting(agent), at=LATER, source="desk", version=None
    )
    assert event.actor_role == "supervisor"


def test_a_customer_may_reopen_for_thirty_days_after_the_reply():
    ticket = make_ticket("archived")
    for late in (timedelta(seconds=1), timedelta()):
        at = NOW + timedelta(days=30) + late
        with undone():
            try:
                actions.perform(ticket, "reopen", supplied("reopen"), actor=customer(), at=at, source="f", version=None)
            except NotNow:
                assert late
            else:
                assert not late
