"""The administrator's pages: who may come in, what they may not break, and the trace every change leaves."""

from datetime import datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from channels_hub.models import Outbound
from complaints.models import Policy, Question, SafetyCard, Target
from complaints.promises import policies
from complaints.promises.policy_versions import copy_version
from customers.models import Tag
from quality.models import InspectionFormVersion, SamplePlan, ScorecardVersion
from servicecenter import outbox
from servicecenter.models import Calendar, CalendarDay, Duty, Event, Outbox, RoleHeld, User
from servicecenter.seeds.quality import seed_quality
from servicecenter.weekly_hours import write_line
from tests import making


@pytest.fixture
def desk(client, administrator):
    """The browser of Adam, who holds the role administrator and is no superuser."""
    administrator.is_staff = True
    administrator.save()
    client.force_login(administrator)
    return client


@pytest.fixture
def gas(db) -> Target:
    """A policy whose danger-to-life time nobody has filled."""
    policy = Policy.objects.create(code="gas", labels=making.named("Gas"))
    version = policy.versions.create(number=1, valid_from=making.LONG_AGO, nature="complaint")
    version.targets.create(milestone="reply", amount=5, unit="working_days")
    return version.targets.create(milestone="on_site", unit="minutes", danger=True)


def changes() -> list[dict]:
    return [event.payload for event in Event.objects.filter(kind="configuration.changed").order_by("id")]


def version_form(target: Target, **amounts) -> dict:
    """What the browser sends for the version's page, with other amounts."""
    version = target.version
    form = {"valid_until_0": "", "valid_until_1": "", "targets-INITIAL_FORMS": 2, "targets-TOTAL_FORMS": 2}
    form |= {"policy": version.policy_id, "number": 1, "valid_from_0": "2020-01-01", "valid_from_1": "00:00"}
    form |= {"nature": version.nature}
    for position, one in enumerate(version.targets.all()):
        prefix = f"targets-{position}"
        form |= {f"{prefix}-id": one.pk, f"{prefix}-version": version.pk, f"{prefix}-milestone": one.milestone}
        form |= {f"{prefix}-unit": one.unit, f"{prefix}-sort": one.sort}
        form |= {f"{prefix}-amount": amounts.get(one.milestone, one.amount or "")}
        form |= {f"{prefix}-danger": "on"} if one.danger else {}
    return form


def test_without_signing_in_one_is_sent_to_the_one_door(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)


@pytest.mark.parametrize("who", ["agent", "supervisor", "complaint_manager", "auditor"])
def test_other_roles_do_not_come_in_even_when_marked_as_staff(client, request, who):
    user = request.getfixturevalue(who)
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/complaints/policy/", follow=True).status_code == 403


def test_every_page_of_the_house_opens_for_the_administrator(desk, gas, ticket):
    ours = [model for model in admin.site._registry if model.__module__.startswith(("servicecenter", "complaints"))]
    assert len(ours) >= 11
    for model in ours:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert desk.get(reverse(f"{name}_changelist")).status_code == 200, name
        row = model.objects.first()
        if row is not None and admin.site._registry[model].has_change_permission(_request(desk), row):
            assert desk.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name


def _request(desk):
    class Asked:
        user = User.objects.get(username="adam")

    return Asked


def test_customers_are_not_configuration(desk):
    edited = {model.__name__ for model in admin.site._registry if model._meta.app_label == "customers"}
    assert edited == {"CareKind", "Tag"}, "the words they are told apart by, and nothing of anybody"
    assert desk.get("/admin/customers/customer/").status_code == 404


def test_no_page_shows_anything_of_a_customer(desk, ticket, gas, administrator):
    ticket = making.make_ticket("replied", place="17 Lantern Quay", name="Wanda Quill", contact="wanda@quill.invalid")
    Outbound.objects.create(
        event=Event.objects.first(), ticket=ticket, channel="email", contact_point=ticket.contact_point,
        template="replied", language="en", queued_at=making.NOW,
    )  # fmt: skip
    told = ("Wanda", "quill.invalid", "Lantern Quay", "The water is brown", "We flushed the pipe")
    seen = 0
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        for row in model.objects.all()[:25]:
            pages += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk])]
        for page in pages:
            shown = desk.get(page).content.decode()
            seen += 1
            assert not [one for one in told if one in shown], page
    assert seen > 40


def test_the_red_banner_stands_until_the_time_is_filled(desk, gas):
    words = "Danger-to-life times are not filled"
    assert words in desk.get("/admin/").content.decode()
    page = reverse("admin:complaints_policyversion_change", args=[gas.version_id])
    assert desk.post(page, version_form(gas, on_site=30)).status_code == 302
    gas.refresh_from_db()
    assert gas.amount == 30
    assert words not in desk.get("/admin/").content.decode()


def test_a_version_tickets_stand_on_keeps_its_figures_but_an_empty_danger_may_be_filled(desk, gas, north):
    made = making.make_ticket(region=north)
    assert made.policy_version == gas.version
    page = reverse("admin:complaints_policyversion_change", args=[gas.version_id])
    assert "its figures are fixed" in desk.get(page).content.decode()
    desk.post(page, version_form(gas, reply=1, on_site=30))
    kept = {one.milestone: one.amount for one in gas.version.targets.all()}
    assert kept == {"reply": 5, "on_site": 30}


def test_a_copy_follows_the_version_from_its_date(desk, gas):
    page = reverse("admin:complaints_policyversion_copy", args=[gas.version_id])
    asked = {"action": "copy_as_new_version", "_selected_action": gas.version_id}
    assert desk.post(reverse("admin:complaints_policyversion_changelist"), asked).url == page
    assert page in desk.get(reverse("admin:complaints_policyversion_change", args=[gas.version_id])).content.decode()
    assert "ends when the new version begins" in desk.get(page).content.decode()
    since = timezone.localtime() + timedelta(days=10)
    answer = desk.post(page, {"since_0": f"{since:%Y-%m-%d}", "since_1": "00:00:00"})
    following = gas.version.policy.versions.get(number=2)
    assert answer.url == reverse("admin:complaints_policyversion_change", args=[following.pk])
    gas.version.refresh_from_db()
    assert gas.version.valid_until == following.valid_from
    assert {one.milestone: one.amount for one in following.targets.all()} == {"reply": 5, "on_site": None}
    facts = policies.Facts("complaint", "normal", None, 0, "urban", "")
    assert policies.choose(facts, following.valid_from - timedelta(seconds=1)) == gas.version
    assert policies.choose(facts, following.valid_from) == following


def test_one_to_come_is_moved_and_the_one_before_ends_there_each_with_its_trace(desk, gas):
    following = copy_version(gas.version, since=timezone.now() + timedelta(days=10), now=timezone.now())
    page = reverse("admin:complaints_policyversion_change", args=[following.pk])
    assert "Version 1 ends where this one begins: its end moves along." in desk.get(page).content.decode()

    def form(day: datetime) -> dict:
        rows = {"targets-0-version": following.pk, "targets-1-version": following.pk}
        for place, one in enumerate(following.targets.order_by("pk")):
            rows |= {f"targets-{place}-id": one.pk, f"targets-{place}-milestone": one.milestone,
                     f"targets-{place}-amount": "" if one.amount is None else one.amount,
                     f"targets-{place}-unit": one.unit, f"targets-{place}-sort": one.sort}  # fmt: skip
            rows |= {f"targets-{place}-danger": "on"} if one.danger else {}
        counts = {"targets-INITIAL_FORMS": 2, "targets-TOTAL_FORMS": 2}
        return version_asked(following, f"{day:%Y-%m-%d}", nature="complaint") | counts | rows

    early = desk.post(page, form(timezone.localtime())).content.decode()
    assert "what was promised until now stays" in early
    assert "its figures are fixed" not in early, "it is to come still"
    day = timezone.localtime() + timedelta(days=4)
    answer = desk.post(page, form(day))
    assert answer.status_code == 302, answer.content.decode()
    following.refresh_from_db()
    gas.version.refresh_from_db()
    assert gas.version.valid_until == following.valid_from
    assert f"{timezone.localtime(following.valid_from):%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 00:00"
    told = Event.objects.filter(kind="configuration.changed").order_by("pk")
    assert [(one.payload["pk"], one.payload["fields"], one.source) for one in told] == [
        (gas.version_id, ["valid_until"], "admin"), (following.pk, ["valid_from"], "admin"),
    ]  # fmt: skip
    history = desk.get(reverse("admin:complaints_policyversion_history", args=[gas.version_id])).content.decode()
    assert f"{day:%Y-%m-%d} 00:00" in history


def test_versions_to_come_are_taken_back_and_the_one_in_force_goes_on_with_its_trace(desk, gas):
    now = timezone.now()
    second = copy_version(gas.version, since=now + timedelta(days=10), now=now)
    third = copy_version(second, since=now + timedelta(days=20), now=now)
    several = {"action": "delete_selected", "_selected_action": [second.pk, third.pk], "post": "yes"}
    assert desk.post(reverse("admin:complaints_policyversion_changelist"), several).status_code == 302
    gas.version.refresh_from_db()
    assert (gas.version.policy.versions.count(), gas.version.valid_until) == (1, None)
    told = Event.objects.filter(kind="configuration.changed", payload__pk=gas.version_id).order_by("pk").last()
    assert (told.payload["fields"], told.source) == (["valid_until"], "admin")


def test_a_copy_never_begins_in_the_past(desk, gas):
    page = reverse("admin:complaints_policyversion_copy", args=[gas.version_id])
    answer = desk.post(page, {"since_0": "2021-01-01", "since_1": "00:00"})
    assert "Choose a moment to come" in answer.content.decode()
    assert gas.version.policy.versions.count() == 1


def test_a_version_in_force_is_never_edited_even_when_nobody_was_promised_anything(desk, gas):
    page = reverse("admin:complaints_policyversion_change", args=[gas.version_id])
    desk.post(page, version_form(gas, reply=1))
    assert gas.version.targets.get(milestone="reply").amount == 5


def version_asked(version, since: str, until: str = "", **selectors: str) -> dict:
    form = {"policy": version.policy_id, "valid_from_0": since, "valid_from_1": "00:00", **selectors}
    form |= {"rounds": 2, "file_verified_days": 1, "file_unverified_days": 5}
    form |= {"valid_until_0": until, "valid_until_1": "00:00" if until else ""}
    return form | {"targets-INITIAL_FORMS": 0, "targets-TOTAL_FORMS": 0}


def test_versions_for_the_same_matters_neither_overlap_nor_leave_a_gap(desk, gas):
    first = gas.version
    first.valid_until = timezone.now() + timedelta(days=30)
    first.save()
    ends = timezone.localtime(first.valid_until)
    page = reverse("admin:complaints_policyversion_add")
    inside, beyond = (f"{ends + timedelta(days=days):%Y-%m-%d}" for days in (-5, 5))
    refused = desk.post(page, version_asked(first, inside, nature="complaint")).content.decode()
    assert "Version 1 already applies to the same matters from 2020-01-01 08:00 until" in refused
    refused = desk.post(page, version_asked(first, beyond, nature="complaint")).content.decode()
    assert "no version would apply to these matters. Join it to version 1." in refused
    assert desk.post(page, version_asked(first, inside, nature="enquiry")).status_code == 302, "other matters"
    assert first.policy.versions.get(nature="enquiry").number == 2


def test_a_version_does_not_end_in_the_past_nor_before_it_begins(desk, gas):
    page = reverse("admin:complaints_policyversion_change", args=[gas.version_id])
    ended = {"valid_until_0": "2024-01-01", "valid_until_1": "00:00"}
    assert "It can end now or later" in desk.post(page, version_form(gas) | ended).content.decode()
    page = reverse("admin:complaints_policyversion_add")
    asked = version_asked(gas.version, "2090-01-01", "2080-01-01", nature="repair")
    assert "It must end after it begins" in desk.post(page, asked).content.decode()


def calendar_form(calendar: Calendar, *days: dict, **changed) -> dict:
    form = {
        "code": calendar.code, **in_both(calendar.labels), "zone": calendar.zone, "holidays_of": "",
        **{f"hours_{day}": write_line(blocks) for day, blocks in calendar.hours.items()},
        "days-INITIAL_FORMS": 0, "days-TOTAL_FORMS": len(days),
    }  # fmt: skip
    for position, day in enumerate(days):
        form |= {f"days-{position}-{name}": value for name, value in day.items()}
    return form | changed


def in_both(labels: dict[str, str], field: str = "labels") -> dict[str, str]:
    """What the browser sends of a name: one input per language."""
    return {f"{field}_{code}": text for code, text in labels.items()}


@pytest.mark.parametrize(
    ("changed", "days", "words"),
    [
        ({"hours_mon": "09:00-12:00 11:00-18:00"}, [], "starts before the one above has ended"),
        ({"hours_tue": "from nine"}, [], "Tuesday: “from” is not a span of time. Write it like 08:30-12:00"),
        ({f"hours_{day}": "" for day in making.OFFICE_HOURS}, [], "This field is required"),
        ({"labels_zh-hans": ""}, [], "Give the name in both languages"),
        ({"zone": "Europe/Nowhere"}, [], "unknown time zone"),
        ({}, [{"date": "2030-01-05", "kind": "workday"}], "a working day without hours"),
        ({"holidays_of": "XX"}, [], "No public holidays are known"),
    ],
)  # fmt: skip
def test_an_impossible_calendar_is_refused_and_nothing_of_it_saved(desk, changed, days, words):
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])
    answer = desk.post(page, calendar_form(calendar, *days, **changed))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    before = (calendar.hours, calendar.zone, calendar.revision)
    calendar.refresh_from_db()
    assert (calendar.hours, calendar.zone, calendar.revision) == before
    assert not CalendarDay.objects.exists()


def test_hours_are_written_as_people_write_them(desk):
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])
    assert 'value="09:00-12:00 13:00-18:00"' in desk.get(page).content.decode()
    sent = calendar_form(calendar, hours_mon="8:30 – 12:00，13：30－17:30", hours_sat="22:00-06:00")
    day = {"days-TOTAL_FORMS": 1, "days-0-date": "2030-01-05", "days-0-kind": "workday"}
    assert desk.post(page, sent | day | {"days-0-blocks": "10:00-24:00"}).status_code == 302
    calendar.refresh_from_db()
    assert calendar.hours["mon"] == [["08:30", "12:00"], ["13:30", "17:30"]]
    assert calendar.hours["sat"] == [["22:00", "06:00"]]
    assert calendar.days.get().blocks == [["10:00", "24:00"]]


def test_the_steps_of_a_safety_card_are_written_a_line_each_in_both_languages(desk):
    page = reverse("admin:complaints_safetycard_add")
    sent = {"code": "gas", **in_both(making.named("Gas")), "version": 1, "position": 1}
    steps = {"steps_en": "Open the windows.\n\nGo outside.", "steps_zh-hans": "打开窗户。"}
    assert "their numbers of lines differ" in desk.post(page, sent | steps).content.decode()
    assert desk.post(page, sent | steps | {"steps_zh-hans": "打开窗户。\n到室外。"}).status_code == 302
    card = SafetyCard.objects.get()
    both = [{"en": "Open the windows.", "zh-hans": "打开窗户。"}, {"en": "Go outside.", "zh-hans": "到室外。"}]
    assert card.steps == both
    shown = desk.get(reverse("admin:complaints_safetycard_change", args=[card.pk])).content.decode()
    assert "打开窗户。\n到室外。" in shown

    SafetyCard.objects.update(approved_by="Wei Lin", approved_on="2026-03-01")
    change = reverse("admin:complaints_safetycard_change", args=[card.pk])
    approved = {"approved_by": "Wei Lin", "approved_on": "2026-03-01"}
    same = sent | approved | {"steps_en": "Open the windows.\nGo outside.", "steps_zh-hans": "打开窗户。\n到室外。"}
    desk.post(change, same | {"position": 2})
    assert SafetyCard.objects.get().approved_by == "Wei Lin", "its place in the list is no word of it"
    told = desk.post(change, same | {"steps_en": "Run.\nGo outside."}, follow=True).content.decode()
    card.refresh_from_db()
    assert (card.version, card.approved_by, card.approved_on) == (2, "", None)
    assert "The engineer must approve the card again" in told


def test_the_choices_of_a_question_are_written_a_line_each(desk):
    page = reverse("admin:complaints_category_add")
    sent = {"code": "water", **in_both(making.named("Water")), "nature": "complaint", "position": 1, "is_active": "on"}
    sent |= {"cues-TOTAL_FORMS": 0, "cues-INITIAL_FORMS": 0, "questions-TOTAL_FORMS": 1, "questions-INITIAL_FORMS": 0}
    sent |= {"questions-0-code": "colour", "questions-0-kind": "choice", "questions-0-position": 1}
    sent |= {"questions-0-labels_en": "Which colour?", "questions-0-labels_zh-hans": "什么颜色？"}
    sent |= {"questions-0-choices_code": "brown\nwhite", "questions-0-choices_en": "Brown\nWhite"}
    assert "their numbers of lines differ" in desk.post(page, sent).content.decode()
    assert desk.post(page, sent | {"questions-0-choices_zh-hans": "褐色\n白色"}).status_code == 302
    question = Question.objects.get()
    assert question.choices[0] == {"code": "brown", "en": "Brown", "zh-hans": "褐色"}
    shown = desk.get(reverse("admin:complaints_category_change", args=[question.category_id])).content.decode()
    assert "brown\nwhite" in shown


def test_what_stands_in_the_way_of_deleting_is_counted_and_not_listed(desk, ticket):
    ticket.category = making.make_category()
    ticket.save(update_fields=["category"])
    page = desk.get(reverse("admin:complaints_category_delete", args=[ticket.category_id])).content.decode()
    assert "Records that stand on it: 1" in page
    assert ticket.number not in page


def test_what_was_typed_stays_when_it_is_refused(desk):
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])
    answer = desk.post(page, calendar_form(calendar, hours_wed="9-17", labels_en="Night desk")).content.decode()
    assert 'value="9-17"' in answer
    assert 'value="Night desk"' in answer


def test_public_holidays_are_looked_at_before_they_are_entered(desk):
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_holidays", args=[calendar.pk])
    assert "does not say whose public holidays" in desk.get(page, follow=True).content.decode()
    Calendar.objects.filter(pk=calendar.pk).update(holidays_of="CN")
    year = timezone.now().year
    told = desk.get(page).content.decode()
    assert f"1 Oct {year}" in told
    assert not CalendarDay.objects.exists(), "looking changes nothing"
    assert desk.post(page).status_code == 302
    assert calendar.days.filter(date=f"{year}-10-01", kind="holiday").exists()
    assert changes()[-1]["before"] == {"revision": 1}
    assert "Nothing would change" in desk.get(page).content.decode()
    desk.post(page)
    assert len(changes()) == 1, "nothing changed, nothing told"


def test_a_provisional_year_is_flagged_in_the_list_and_before_loading(desk, monkeypatch):
    calendar = making.make_calendar()
    Calendar.objects.filter(pk=calendar.pk).update(holidays_of="CN")
    monkeypatch.setattr("servicecenter.holiday_loading._provisional", lambda listed, year: year > timezone.now().year)
    page = reverse("admin:servicecenter_calendar_holidays", args=[calendar.pk])
    following = timezone.now().year + 1
    assert f"Provisional: {following}." in desk.get(page).content.decode()
    desk.post(page)
    listed = desk.get(reverse("admin:servicecenter_calendar_changelist")).content.decode()
    assert f"provisional: {following}" in listed


def test_an_edited_calendar_is_read_anew_by_every_process(desk):
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])
    assert desk.post(page, calendar_form(calendar, {"date": "2030-01-01", "kind": "holiday"})).status_code == 302
    before = calendar.revision
    calendar.refresh_from_db()
    assert calendar.revision > before
    assert calendar.days.get().kind == "holiday"


def test_every_change_is_on_the_trail_before_and_after_with_its_words_apart(desk):
    region = making.make_region("north")
    page = reverse("admin:servicecenter_region_change", args=[region.pk])
    names = in_both({"en": "Lantern Bay", "zh-hans": "灯塔湾"})
    sent = {"code": "north", **names, "area_class": "rural", "calendar": region.calendar_id}
    assert desk.post(page, sent).status_code == 302
    (payload,) = changes()
    assert payload.pop("digest")
    assert payload == {
        "model": "servicecenter.region", "pk": region.pk, "change": "changed", "fields": ["area_class", "labels"],
        "before": {"area_class": "urban"}, "after": {"area_class": "rural"}, "rows": [],
    }  # fmt: skip
    event = Event.objects.get(kind="configuration.changed")
    assert event.words.text["after"] == {"labels": {"en": "Lantern Bay", "zh-hans": "灯塔湾"}}
    assert event.actor_role == "administrator"
    assert LogEntry.objects.get().object_id == str(region.pk)


def history_of(desk, row) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    page = desk.get(reverse(name, args=[row.pk])).content.decode()
    return " ".join(strip_tags(page.replace("<", " <")).split())


def test_the_history_of_a_row_says_who_changed_what_from_what_to_what(desk):
    region = making.make_region("north")
    assert "Nothing has been changed here" in history_of(desk, region)
    names = in_both({"en": "Lantern Bay", "zh-hans": "灯塔湾"})
    sent = {"code": "north", **names, "area_class": "rural", "calendar": region.calendar_id}
    desk.post(reverse("admin:servicecenter_region_change", args=[region.pk]), sent)
    told = history_of(desk, region)
    assert "adam changed Area Urban Rural Name north / north（中） Lantern Bay / 灯塔湾" in told


def test_rows_added_changed_and_deleted_below_are_told_one_by_one(desk):
    calendar = making.make_calendar(holidays=["2030-01-01", "2030-01-02"])
    first, second = calendar.days.all()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])
    days = [
        {"id": first.pk, "calendar": calendar.pk, "date": "2030-01-01", "kind": "workday", "blocks": "10:00-12:00"},
        {"id": second.pk, "calendar": calendar.pk, "date": "2030-01-02", "kind": "holiday", "DELETE": "on"},
        {"calendar": calendar.pk, "date": "2030-01-03", "kind": "holiday"},
    ]
    assert desk.post(page, calendar_form(calendar, *days) | {"days-INITIAL_FORMS": 2}).status_code == 302
    rows = {row["change"]: row for row in changes()[-1]["rows"]}
    assert rows["changed"]["before"] == {"kind": "holiday"}
    assert rows["changed"]["after"] == {"kind": "workday"}
    assert (rows["added"]["after"]["date"], rows["deleted"]["before"]["date"]) == ("2030-01-03", "2030-01-02")
    assert "deleted" in history_of(desk, calendar)


def test_what_is_deleted_stays_on_the_trail(desk):
    reason = making.make_reason()
    reverse_name = reverse("admin:complaints_reason_delete", args=[reason.pk])
    desk.post(reverse_name, {"post": "yes"})
    told = Event.objects.get(kind="configuration.changed")
    assert (told.payload["change"], told.payload["before"]["code"]) == ("deleted", "hold-reason")
    assert told.words.text["name"] == "hold-reason"


def test_a_password_is_never_told(desk):
    sent = {
        "username": "nina",
        "usable_password": "true",
        "password1": "harbour-lantern-7",
        "password2": "harbour-lantern-7",
    }
    empty = {f"{prefix}-{kind}_FORMS": 0 for prefix in ("roles_held", "duties") for kind in ("INITIAL", "TOTAL")}
    assert desk.post(reverse("admin:servicecenter_user_add"), sent | empty).status_code == 302
    nina = User.objects.get(username="nina")
    assert nina.check_password("harbour-lantern-7")
    event = Event.objects.get(kind="configuration.changed")
    assert "harbour" not in f"{event.payload} {event.words.text}"
    assert nina.password not in f"{event.payload} {event.words.text} {history_of(desk, nina)}"


def person_form(user: User, *roles: str) -> dict:
    form = {"username": user.username, "is_active": "on", "roles_held-INITIAL_FORMS": 0, "duties-INITIAL_FORMS": 0}
    form |= {"roles_held-TOTAL_FORMS": len(roles), "duties-TOTAL_FORMS": 0}
    for position, role in enumerate(roles):
        prefix = f"roles_held-{position}"
        form |= {f"{prefix}-role": role, f"{prefix}-since_0": "2020-01-01", f"{prefix}-since_1": "00:00"}
    return form


def test_whoever_is_made_administrator_sees_the_way_in(desk):
    user = User.objects.create(username="nina")
    page = reverse("admin:servicecenter_user_change", args=[user.pk])
    assert desk.post(page, person_form(user, "administrator")).status_code == 302
    user.refresh_from_db()
    assert user.is_staff
    assert RoleHeld.objects.get(user=user).role == "administrator"


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ({"since_0": "2021-01-01"}, True),
        ({"since_0": "2019-01-01", "until_0": "2020-01-01", "until_1": "00:00"}, False),
        ({"since_0": "2021-01-01", "role": "reviewer"}, False),
    ],
)
def test_a_role_is_held_once_at_a_time(desk, second, refused):
    user = User.objects.create(username="nina")
    form = person_form(user, "agent", "agent") | {f"roles_held-1-{name}": value for name, value in second.items()}
    answer = desk.post(reverse("admin:servicecenter_user_change", args=[user.pk]), form)
    assert ("The same role in the same region is given twice" in answer.content.decode()) == refused
    assert user.roles_held.count() == (0 if refused else 2)


def test_a_role_and_a_duty_end_after_they_begin(desk):
    user = User.objects.create(username="nina")
    form = person_form(user, "agent") | {"roles_held-0-until_0": "2019-01-01", "roles_held-0-until_1": "00:00"}
    answer = desk.post(reverse("admin:servicecenter_user_change", args=[user.pk]), form)
    assert "It must end after it begins" in answer.content.decode()


def test_a_duty_is_held_once_at_a_time_wherever_it_is_written(desk):
    user = User.objects.create(username="nina")
    since = timezone.now()
    Duty.objects.create(user=user, role="supervisor", since=since, until=since + timedelta(hours=8))
    day = f"{since.astimezone(timezone.get_current_timezone()) + timedelta(days=1):%Y-%m-%d}"
    form = {"user": user.pk, "role": "supervisor", "region": "", "since_0": "2026-01-01", "since_1": "00:00"}
    refused = desk.post(reverse("admin:servicecenter_duty_add"), form | {"until_0": day, "until_1": "00:00"})
    assert "given twice at this time" in refused.content.decode()
    assert Duty.objects.count() == 1


def test_an_administrator_makes_no_superuser_and_touches_none(desk):
    chief = User.objects.create(username="chief", is_superuser=True)
    nina = User.objects.create(username="nina")
    page = reverse("admin:servicecenter_user_change", args=[nina.pk])
    desk.post(page, {**person_form(nina), "is_superuser": "on"})
    nina.refresh_from_db()
    assert not nina.is_superuser
    page = reverse("admin:servicecenter_user_change", args=[chief.pk])
    assert desk.post(page, person_form(chief)).status_code == 403
    assert desk.post(reverse("admin:auth_user_password_change", args=[chief.pk]), {}).status_code == 403


def test_the_trail_is_read_and_never_edited(desk, ticket):
    event = Event.objects.first()
    page = reverse("admin:servicecenter_event_change", args=[event.pk])
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"kind": "changed"}).status_code == 403
    assert desk.get(reverse("admin:servicecenter_event_add")).status_code == 403


def test_a_poisoned_row_is_tried_again(desk, ticket):
    row = Outbox.objects.first()
    Outbox.objects.filter(pk=row.pk).update(poisoned_at=making.NOW, attempts=12)
    sent = {"action": "try_again", "_selected_action": row.pk}
    desk.post(reverse("admin:servicecenter_outbox_changelist"), sent)
    assert not outbox.poisoned().exists()
    assert changes()[-1]["model"] == "servicecenter.outbox"


@pytest.mark.parametrize(("state", "after"), [("failed", "queued"), ("unknown", "queued"), ("sent", "sent")])
def test_what_failed_or_is_unknown_goes_out_again_by_a_persons_decision(desk, ticket, administrator, state, after):
    row = Outbound.objects.create(
        event=Event.objects.first(), ticket=ticket, channel="email", user=administrator, template="received",
        language="en", state=state, queued_at=making.NOW, settled_at=making.NOW, error="refused",
    )  # fmt: skip
    sent = {"action": "send_once_more", "_selected_action": row.pk}
    desk.post(reverse("admin:channels_hub_outbound_changelist"), sent)
    row.refresh_from_db()
    assert row.state == after


def test_a_taken_back_key_opens_nothing(desk, api_client):
    client, _key = api_client
    page = reverse("admin:servicecenter_apiclient_change", args=[client.pk])
    assert client.key_hash not in desk.get(page).content.decode()
    sent = {"action": "revoke", "_selected_action": client.pk}
    desk.post(reverse("admin:servicecenter_apiclient_changelist"), sent)
    client.refresh_from_db()
    assert not client.is_active


def test_what_others_name_a_row_by_is_set_once(desk, gas):
    policy = Policy.objects.get(code="gas")
    page = reverse("admin:complaints_policy_change", args=[policy.pk])
    assert 'name="code"' not in desk.get(page).content.decode()
    assert 'name="code"' in desk.get(reverse("admin:complaints_policy_add")).content.decode()


def test_a_page_of_administration_is_called_what_is_on_it(desk, gas):
    listed = desk.get(reverse("admin:complaints_policyversion_changelist")).content.decode()
    assert "<h1>Policy versions</h1>" in listed
    opened = desk.get(reverse("admin:complaints_policyversion_change", args=[gas.version_id])).content.decode()
    assert f"<h1>{gas.version}</h1>" in opened
    chinese = desk.get(reverse("admin:servicecenter_team_add"), headers={"accept-language": "zh-hans"}).content.decode()
    assert "<h1>新增" in chinese


def test_what_can_no_longer_be_changed_is_read_in_words_and_nothing_is_offered_to_be_saved(desk, administrator):
    list(seed_quality())
    now = timezone.now()
    SamplePlan.objects.create(
        version=InspectionFormVersion.objects.get(), seed="x", size=1, since=now, until=now, drawn_at=now,
        drawn_by=administrator, among=0,
    )  # fmt: skip
    for model, words in ((InspectionFormVersion, "Found the cause"), (ScorecardVersion, "Verified solved")):
        row = model.objects.first()
        page = desk.get(reverse(f"admin:quality_{model.__name__.lower()}_change", args=[row.pk])).content.decode()
        assert words in page
        assert "&quot;en&quot;" not in page
        assert 'name="_save"' not in page


def test_what_went_out_is_told_by_channel_and_message_not_by_code(desk, ticket, administrator):
    of = {"event": Event.objects.first(), "ticket": ticket, "language": "en", "queued_at": making.NOW}
    Outbound.objects.create(**of, channel="email", user=administrator, template="alarm")
    Outbound.objects.create(**of, channel="email", contact_point=ticket.contact_point, template="received")
    page = strip_tags(
        desk.get(
            reverse("admin:channels_hub_outbound_changelist"), headers={"accept-language": "zh-hans"}
        ).content.decode()
    )
    for words in ("邮件", "内部通知", "受理告知"):
        assert words in page


def test_nothing_of_a_password_is_shown_not_even_its_salt(desk, agent):
    agent.set_password("harbour lights at dusk")
    agent.save()
    page = desk.get(reverse("admin:servicecenter_user_change", args=[agent.pk])).content.decode()
    assert "A password is set." in page
    assert "pbkdf2" not in page
    chinese = desk.get(
        reverse("admin:auth_user_password_change", args=[agent.pk]), headers={"accept-language": "zh-hans"}
    ).content.decode()
    assert "LDAP" not in chinese
    assert "禁用后该账号无法登录" in chinese


@pytest.mark.parametrize(
    ("rows", "english", "chinese"),
    [
        ("apiclient", "A key is made on the server", "密钥在服务器上生成"),
        ("outbox", "Nothing waits here", "没有待投递的事件"),
    ],
)
def test_a_list_without_rows_says_what_that_means(desk, rows, english, chinese):
    Outbox.objects.all().delete()
    address = reverse(f"admin:servicecenter_{rows}_changelist")
    assert english in desk.get(address).content.decode()
    assert chinese in desk.get(address, headers={"accept-language": "zh-hans"}).content.decode()


def test_what_is_deleted_is_told_in_words_and_whose_it_was_is_counted(desk):
    """A tag's customers are customers' own: how many they are, never which, and no name of a table."""
    tag = Tag.objects.create(code="landlord", labels=making.named("Landlord"))
    making.make_customer().tags.add(tag)
    page = desk.get(reverse("admin:customers_tag_delete", args=[tag.pk])).content.decode()
    assert "Records that lose it: 1" in page
    assert "relationship" not in page
    assert "object (" not in page
