"""The shipped defaults: complete, in both languages, and never stronger than an administrator's edit."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import translation

from complaints.choices import Nature
from complaints.models import Category, Policy, Reason, Target
from complaints.promises import policies
from complaints.promises.milestones import Milestone
from servicecenter import opening_hours, working_time
from servicecenter.models import Calendar, CalendarDay, Region, Team
from servicecenter.seeds.defaults import HERE, read, seed_defaults

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ALL = (Calendar, CalendarDay, Category, Policy, Reason, Region, Target, Team)


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in ALL}


@pytest.fixture
def shipped(db) -> list[str]:
    return seed_defaults()


def test_a_second_run_changes_nothing(shipped, capsys):
    before = counted()
    assert all(before.values())
    call_command("seed_defaults")
    assert counted() == before
    assert capsys.readouterr().out == "nothing to add\n"


def test_what_an_administrator_edited_stays_and_what_is_missing_comes_back(shipped):
    Category.objects.filter(code="gas-leak").update(labels={"en": "Gas", "zh-hans": "燃气"})
    Target.objects.filter(version__policy__code="complaint", milestone="reply").update(amount=3)
    Reason.objects.filter(code="no-access").delete()
    assert seed_defaults() == ["reason hold/no-access"]
    assert Category.objects.get(code="gas-leak").label == "Gas"
    assert Target.objects.get(version__policy__code="complaint", milestone="reply").amount == 3


NAMELESS = {HERE / "alarm_ladders.json"}  # a ladder is known by its sort


@pytest.mark.parametrize(
    "path",
    sorted(set(HERE.glob("*.json")) - set(HERE.glob("demo_*.json")) - NAMELESS, key=str),
    ids=lambda path: path.stem,
)
def test_every_label_is_there_in_both_languages(path):
    rows = json.loads(path.read_text())
    for row in rows:
        for english, chinese in zip(*(_each(row[name]) for name in ("en", "zh")), strict=False):
            assert english.strip()
            assert any("一" <= char <= "鿿" for char in chinese)


def _each(label: str | list[str]) -> list[str]:
    """A row of telling words has several in each language, not one for one."""
    return [label] if isinstance(label, str) else label


def test_every_nature_has_a_policy_and_a_public_category(shipped):
    region = Region.objects.get()
    for nature in Nature.values:
        facts = policies.Facts(nature, "normal", None, region.pk, region.area_class, "ordinary")
        assert policies.choose(facts, NOW) is not None, nature
        assert Category.objects.filter(nature=nature, is_public=True).exists(), nature


def test_a_complaint_is_answered_in_a_day_and_settled_in_five_working_days(shipped):
    region = Region.objects.get()
    facts = policies.Facts("complaint", "normal", None, region.pk, region.area_class, "ordinary")
    promised = {one.milestone: (one.amount, one.unit) for one in policies.choose(facts, NOW).targets.all()}
    assert promised["first_response"] == (1440, "minutes")
    assert promised["dispatch"] == promised["accept"] == (240, "working_minutes")
    assert promised["reply"] == promised["archive"] == (5, "working_days")


def test_danger_to_life_has_no_silent_default(shipped):
    dangers = Target.objects.filter(danger=True)
    assert not dangers.filter(amount__isnull=False).exists()
    assert not Target.objects.filter(milestone=Milestone.MAKE_SAFE, danger=False).exists()
    assert dangers.filter(version__policy__code="gas-leak", milestone=Milestone.ON_SITE).exists()
    assert len(policies.unfilled_dangers(NOW)) == dangers.count()


def test_a_mean_is_never_the_limit_of_a_single_case_until_somebody_says_so(shipped):
    """The power promise's 45, 90 and 120 minutes are monthly means."""
    presets = Policy.objects.filter(code__startswith="power-outage-")
    assert presets.count() == 3
    assert not presets.filter(is_active=True).exists()
    assert not Target.objects.filter(version__policy__code="power-outage", milestone=Milestone.ON_SITE).exists()


def test_our_own_shortage_is_no_reason_for_a_hold(shipped):
    codes = set(Reason.objects.filter(list="hold").values_list("code", flat=True))
    assert codes == {"customer-papers", "no-access", "police-court", "agreed-date"}


def test_shipped_policies_name_where_their_figures_come_from():
    assert all(row["source"].strip() for row in read("policies"))


def test_where_a_shipped_figure_comes_from_is_told_in_the_readers_language_and_what_was_written_as_written():
    with translation.override("zh-hans"):
        assert Policy(source="Our own.").told_source == "本单位自定。"
        assert Policy(source="As agreed with the district.").told_source == "As agreed with the district."
        assert Policy(source="").told_source == ""


def test_the_shipped_chinese_calendar_knows_the_make_up_days_and_flags_next_year(shipped):
    days = Calendar.objects.get(code="china").days
    assert days.filter(date__year=2026, kind="workday").count() == 6
    assert not days.filter(date__year__lte=2026, provisional=True).exists()
    assert days.filter(date__year=2027).exists()


def test_round_the_clock_never_closes(shipped):
    calendar = opening_hours.of(Calendar.objects.get(code="china-round-the-clock"))
    end = NOW + timedelta(days=10)
    assert working_time.between(NOW, end, "working_minutes", calendar) == (end - NOW).total_seconds()
