"""The administrator reads the trail, what went out and the categories in words, in both languages."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from channels_hub.models import Outbound
from complaints.models import Category
from servicecenter import trail, trail_data, trail_words
from servicecenter.models import Event
from servicecenter.roles import ROLES
from tests import making


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def words_of(desk, address: str, language: str = "en") -> str:
    return strip_tags(desk.get(address, headers={"accept-language": language}).content.decode())


def test_every_kind_a_floor_declares_is_named_in_both_languages():
    for language in ("en", "zh-hans"):
        with override(language):
            named = {code: trail_words.kind(code) for code in trail.declared()}
        assert [code for code, said in named.items() if said == code] == []
    assert any("\u4e00" <= sign <= "\u9fff" for sign in named["message.sent"])


def test_every_key_an_event_may_carry_is_named_in_both_languages():
    told_whole = {"configuration.changed"}
    keys = {key for kind in trail.declared().values() if kind.name not in told_whole for key in kind.payload}
    for language in ("en", "zh-hans"):
        with override(language):
            assert sorted(key for key in keys if trail_data.name(key) == key) == []


@pytest.fixture
def answered(handler) -> None:
    """By a colleague at the desk."""
    ticket = making.make_ticket("investigating", team=handler.team, handler=handler)
    making.advance(ticket, "replied", by=making.acting(handler))


@pytest.mark.parametrize(
    ("language", "said", "filters"),
    [
        ("en", ("Reply to the customer", "Ticket", "Handler", "Desk"), "By itself, when due"),
        ("zh-hans", ("回复客户", "工单", "工作台"), "到期自动"),
    ],
)
def test_the_trail_and_its_filters_show_words(desk, answered, language, said, filters):
    Event.objects.create(at=making.NOW, kind="clock.warned", subject_type="ticket", subject_id=1, actor_role="system",
                         source="round")  # fmt: skip
    listed = words_of(desk, reverse("admin:servicecenter_event_changelist"), language)
    event = Event.objects.filter(kind="ticket.replied").latest("id")
    opened = words_of(desk, reverse("admin:servicecenter_event_change", args=[event.pk]), language)
    for one in (*said, filters):
        assert one in listed
    assert said[0] in opened
    for code in ("ticket.replied", "clock.warned", "shift_leader"):
        assert code not in listed
        assert code not in opened


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ("Stage before Investigating", "Stage after Replied", "Move Reply to the customer", "Solved no"),
        ),
        ("zh-hans", ("原环节 调查处理", "新环节 已回复", "操作 回复客户", "已解决 否")),
    ],
)
def test_what_an_event_holds_is_a_table_of_names_and_values(desk, answered, handler, language, said):
    """Codes and ids as people call them, times in the reader's own, nothing in braces."""
    replied = Event.objects.filter(kind="ticket.replied").latest("id")
    rated = Event.objects.create(
        at=making.NOW, kind="ticket.rated", subject_type="ticket", subject_id=replied.subject_id, actor_role="customer",
        source="web",
        payload={"result": "very_satisfied", "solved": False, "state": "unsatisfied", "callback": "waived"},
    )  # fmt: skip
    warned = Event.objects.create(
        at=making.NOW, kind="clock.warned", subject_type="ticket", subject_id=1, actor_role="system", source="round",
        payload={"due_at": "2026-03-11T02:30:00+00:00", "people": [handler.pk], "role": "handler",
                 "milestone": "on_site"},
    )  # fmt: skip
    pages = " ".join(
        " ".join(words_of(desk, reverse("admin:servicecenter_event_change", args=[one.pk]), language).split())
        for one in (replied, rated, warned)
    )
    for one in (*said, str(handler), "10:30"):
        assert one in pages
    event = desk.get(reverse("admin:servicecenter_event_change", args=[replied.pk])).content.decode()
    assert "historylink" not in event, "nobody changes it"
    for code in ("investigating", "very_satisfied", "on_site", "waived", "T02:30", "{"):
        assert code not in pages


def test_an_event_about_a_setting_names_its_fields(desk, db):
    category = Category.objects.create(code="steam", labels=making.named("Steam"), nature="repair", utility="steam")
    rows = {f"{prefix}-{end}": 0 for prefix in ("questions", "cues") for end in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {
        "labels_en": "Steam",
        "labels_zh-hans": "蒸汽",
        "nature": "enquiry",
        "utility": "steam",
        "position": 7,
        **rows,
    }
    assert desk.post(reverse("admin:complaints_category_change", args=[category.pk]), form).status_code == 302
    event = Event.objects.filter(kind="configuration.changed").latest("id")
    page = " ".join(words_of(desk, reverse("admin:servicecenter_event_change", args=[event.pk])).split())
    assert f"Setting Category {category.pk} changed" in page
    assert "Nature Fault report → Enquiry" in page


def test_a_filter_keeps_its_words_when_it_counts(desk, answered):
    address = reverse("admin:servicecenter_event_changelist")
    handlers = Event.objects.filter(actor_role="handler").count()
    shown = words_of(desk, f"{address}?_facets=True")
    assert handlers
    assert f"{ROLES['handler']} ({handlers})" in shown


def test_a_category_s_utility_is_called_by_its_name(desk, db):
    Category.objects.create(code="radiator", labels=making.named("Cold radiator"), nature="repair", utility="heat")
    Category.objects.create(code="steam", labels=making.named("Steam"), nature="repair", utility="steam")
    address = reverse("admin:complaints_category_changelist")
    assert "Heating" in words_of(desk, address)
    chinese = words_of(desk, address, "zh-hans")
    assert "供热" in chinese
    assert "heat\n" not in chinese
    assert "steam" in chinese, "and one the house has no name for as it is"


def test_a_category_s_utility_is_chosen_by_its_name_and_an_odd_one_stays(desk, db):
    add = reverse("admin:complaints_category_add")
    page = desk.get(add, headers={"accept-language": "zh-hans"}).content.decode()
    assert '<option value="heat">供热</option>' in page
    rows = {f"{prefix}-{end}": 0 for prefix in ("questions", "cues") for end in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {
        "labels_en": "Steam",
        "labels_zh-hans": "蒸汽",
        "nature": "repair",
        "position": 1,
        "is_active": "on",
        **rows,
    }
    assert desk.post(add, form | {"code": "cold", "utility": "heat"}).status_code == 302
    assert Category.objects.get(code="cold").utility == "heat"
    assert desk.post(add, form | {"code": "made-up", "utility": "moonlight"}).status_code == 200
    odd = Category.objects.create(code="steam", labels=making.named("Steam"), nature="repair", utility="steam")
    change = reverse("admin:complaints_category_change", args=[odd.pk])
    assert '<option value="steam" selected>steam</option>' in desk.get(change).content.decode()
    assert desk.post(change, form | {"utility": "steam"}).status_code == 302
    odd.refresh_from_db()
    assert odd.utility == "steam"


@pytest.mark.parametrize(
    ("language", "title", "tongue"),
    [("en", "Email · Queued", "Simplified Chinese"), ("zh-hans", "邮件 · 待发送", "简体中文")],
)
def test_an_outgoing_message_is_told_in_words(desk, ticket, administrator, language, title, tongue):
    row = Outbound.objects.create(
        event=Event.objects.first(), ticket=ticket, channel="email", user=administrator, template="alarm",
        language="zh-hans", queued_at=making.NOW,
    )  # fmt: skip
    page = words_of(desk, reverse("admin:channels_hub_outbound_change", args=[row.pk]), language)
    assert title in page
    assert tongue in page
    assert "zh-hans" not in page.partition(title)[2]
