"""Rounds do what is due and say whether there was anything; run twice they change nothing."""

from datetime import timedelta

import pytest
from django.conf import settings

from complaints import rounds
from complaints.choices import Stage
from complaints.models import Clock, Ticket
from complaints.stages import investigate
from servicecenter import rounds as ground
from servicecenter.models import Attempt, Event, Idempotency
from tests import making
from tests.making import NOW, acting, clock_of, make_policy, make_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def held(handler) -> Ticket:
    make_policy(reply=(10 * 60, "minutes"))
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=NOW, until=NOW + HOUR, by=acting(handler))
    return ticket


def test_what_was_held_until_a_moment_goes_on_then_and_not_before(held):
    assert not rounds.resume_held(NOW + HOUR - timedelta(seconds=1))
    assert rounds.resume_held(NOW + HOUR)
    assert not rounds.resume_held(NOW + HOUR), "run twice it changes nothing"

    held.refresh_from_db()
    assert (held.held_at, held.held_until) == (None, None)
    assert clock_of(held, "reply").due_at == NOW + 11 * HOUR
    assert Event.objects.get(kind="ticket.resumed").actor_role == "system"


def test_held_anew_between_the_look_and_the_lock_it_stays_held(held, handler, monkeypatch):
    """A colleague resumes and holds it until tomorrow while the round is on its way."""
    resume = investigate.resume

    def overtaken(ticket, **how):
        mine = Ticket.objects.get(pk=ticket.pk)
        resume(mine, actor=acting(handler), at=NOW + HOUR, source="desk")
        making.hold(mine, at=NOW + HOUR, until=NOW + 24 * HOUR, by=acting(handler))
        return resume(ticket, **how)

    monkeypatch.setattr(investigate, "resume", overtaken)
    assert not rounds.resume_held(NOW + HOUR)
    held.refresh_from_db()
    assert held.held_until == NOW + 24 * HOUR


def test_one_that_cannot_be_resumed_keeps_no_other_on_hold(held, handler, monkeypatch):
    other = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(other, at=NOW, until=NOW + 2 * HOUR, by=acting(handler))
    resume = investigate.resume

    def trouble(ticket, **how):
        if ticket.pk == held.pk:
            raise ArithmeticError
        return resume(ticket, **how)

    monkeypatch.setattr(investigate, "resume", trouble)
    assert rounds.resume_held(NOW + 3 * HOUR)
    other.refresh_from_db()
    assert other.held_at is None


def test_moved_on_while_held_it_is_no_matter_of_the_round_any_more(held):
    making.advance(held, Stage.REPLIED, at=NOW)
    assert not Ticket.objects.filter(held_until__isnull=False).exists()
    assert not rounds.resume_held(NOW + 2 * HOUR)


def test_a_full_house_is_swept_batch_by_batch(monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    make_policy(reply=(60, "minutes"), review=(60, "minutes"))
    for _ in range(3):
        make_ticket()
    while ground.run("complaints.rounds.sweep_clocks", NOW + HOUR):
        pass  # turn by turn, should one be over before the house is swept
    assert Event.objects.filter(kind="clock.broken").count() == 6


def test_a_round_that_always_finds_work_lets_the_others_have_their_turn(monkeypatch):
    looks = []
    monkeypatch.setattr(ground, "tidy", lambda now: looks.append(now) or True)
    monkeypatch.setattr(ground, "TURN", 0.05)
    assert ground.run("servicecenter.rounds.tidy", NOW)
    assert looks
    assert not ground.turn_is_over(), "outside a turn nobody is hurried"


def test_every_round_of_the_settings_exists_and_idles_on_an_empty_house():
    for path in settings.ROUNDS:
        assert ground.named(path)(NOW) is False


def test_no_other_function_can_be_called_by_name():
    with pytest.raises(KeyError):
        ground.named("os.system")


def test_a_round_that_fails_is_logged_without_what_it_said_and_stops_nobody(monkeypatch, caplog):
    told = "Mei Chen"

    def fails(now):
        raise ValueError(told)

    monkeypatch.setattr(ground, "tidy", fails)
    assert ground.run("servicecenter.rounds.tidy", NOW) is False
    assert "ValueError" in caplog.text
    assert "Mei Chen" not in caplog.text


def test_stored_answers_go_after_seven_days_and_attempts_after_one(api_client):
    client, _key = api_client
    for days in (6, 8):
        Idempotency.objects.create(
            client=client,
            key=str(days),
            request_hash="x",
            status=201,
            body=b"{}",
            created_at=NOW - timedelta(days=days),
        )
    for hours in (23, 25):
        Attempt.objects.create(purpose="code", who="x", at=NOW - timedelta(hours=hours))
    assert ground.tidy(NOW)
    assert not ground.tidy(NOW)

    assert list(Idempotency.objects.values_list("key", flat=True)) == ["6"]
    assert Attempt.objects.get().at == NOW - 23 * HOUR


def test_a_clock_that_cannot_be_reckoned_does_not_keep_the_alarms_of_the_others():
    make_policy(reply=(10 * 60, "minutes"))
    broken, sound = make_ticket(), make_ticket()
    Clock.objects.filter(ticket=broken).update(started_at=NOW + timedelta(days=400))
    later = NOW + timedelta(days=30)
    rounds.sweep_clocks(later)

    assert Event.objects.filter(subject_id=sound.pk, kind="clock.broken").exists()
    assert not Clock.objects.alarming(later).exists(), "it is put off, not asked again and again"
