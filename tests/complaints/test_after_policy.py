"""How many rounds there are and when a ticket is filed stands in its policy's version, with the house's own without."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from complaints import actions
from complaints.aftercare import after_policy
from complaints.models import Callback, PolicyVersion, Ticket
from complaints.promises import policy_versions
from complaints.refusals import NotNow
from tests import making
from tests.making import NOW, acting, make_staff, make_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
REACHED = {"outcome": "reached", "service": "satisfied"}
LAST = {"decision": "final", "why": "Nothing new.", "words": "This is our final reply."}
SECOND = {"decision": "second", "why": "Ours."}


@pytest.fixture
def version() -> PolicyVersion:
    return making.make_policy(reply=(5, "working_days"))


def called(handler, result: str) -> Ticket:
    """Answered, and asked how it was."""
    making.make_callback_rule()
    ticket = make_ticket("investigating", handler=handler, team=handler.team, contact="+86 138 0013 8000")
    making.advance(ticket, "replied", by=acting(handler))
    caller = make_staff("agent", name="caller", region=ticket.region)
    said = REACHED | {"result": result}
    actions.perform(
        ticket, "record_callback", said, actor=acting(caller), at=NOW + HOUR, source="desk", version=None
    )  # fmt: skip
    return ticket


def triaged(ticket: Ticket, **said) -> None:
    manager = make_staff("complaint_manager", region=ticket.region)
    ticket.refresh_from_db()
    actions.perform(ticket, "triage", said, actor=acting(manager), at=NOW + 2 * HOUR, source="desk", version=None)


def test_shipped_as_the_house_has_it_two_rounds_one_day_and_five(version):
    assert (after_policy.DEFAULT.rounds, after_policy.DEFAULT.file_verified_days) == (2, 1)
    assert after_policy.DEFAULT.file_unverified_days == 5
    assert after_policy.of(make_ticket()) == after_policy.DEFAULT


def test_a_ticket_without_a_policy_has_the_house_s_own():
    assert after_policy.of(make_ticket()) == after_policy.DEFAULT


@pytest.mark.parametrize(("days", "filed"), [(1, "2026-03-12"), (3, "2026-03-16")])
def test_a_verified_ticket_is_filed_after_the_days_of_its_own_version(version, handler, days, filed):
    PolicyVersion.objects.update(file_verified_days=days)
    called(handler, "satisfied")
    assert f"{Callback.objects.get().file_from:%F}" == filed


def test_what_could_not_be_verified_waits_as_long_as_the_version_says(version, handler):
    PolicyVersion.objects.update(file_unverified_days=2)
    ticket = called(handler, "unsatisfied")
    triaged(ticket, decision="explained", why="Lawful.", words="It is right.")
    assert f"{Callback.objects.get().file_from:%F}" == "2026-03-13"


def test_with_one_round_the_final_reply_follows_the_first_and_a_second_is_refused(version, handler):
    PolicyVersion.objects.update(rounds=1)
    ticket = called(handler, "unsatisfied")
    with pytest.raises(NotNow, match="The rounds are over"):
        triaged(ticket, **SECOND)


def test_with_three_rounds_a_final_reply_is_too_early_after_the_second(version, handler):
    PolicyVersion.objects.update(rounds=3)
    ticket = called(handler, "unsatisfied")
    Ticket.objects.filter(pk=ticket.pk).update(round=2)
    Callback.objects.update(round=2)
    with pytest.raises(NotNow, match="after the last round"):
        triaged(ticket, **LAST)


def test_a_new_version_takes_them_over_and_the_ticket_keeps_those_of_its_own(version):
    PolicyVersion.objects.update(rounds=3, file_verified_days=4, file_unverified_days=9)
    version.refresh_from_db()
    ticket = make_ticket()
    following = policy_versions.copy_version(version, since=NOW + HOUR, now=NOW)
    assert (following.rounds, following.file_verified_days, following.file_unverified_days) == (3, 4, 9)
    PolicyVersion.objects.filter(pk=following.pk).update(rounds=1)
    assert after_policy.of(ticket).rounds == 3


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"rounds": 10}, {"file_verified_days": 61}])
def test_what_cannot_be_meant_is_refused_by_field(version, wrong):
    for name, value in wrong.items():
        setattr(version, name, value)
    with pytest.raises(ValidationError) as refused:
        version.full_clean()
    assert set(wrong) <= set(refused.value.message_dict)
