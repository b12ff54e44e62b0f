"""The ticket's page and its moves: shown to whom it may be, every move a plain form, nothing typed ever lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import actions, messages, moving
from complaints.choices import Stage
from complaints.models import Attachment, Ticket
from complaints.queries import visible_to
from complaints.stages import review
from servicecenter.models import Event
from tests import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
NOW = making.NOW


def address(ticket, rest="") -> str:
    return f"/desk/tickets/{ticket.number}/{rest}"


def page(client, ticket, rest="") -> str:
    return client.get(address(ticket, rest)).content.decode()


def kinds(ticket) -> list[str]:
    return list(Event.objects.filter(subject_id=ticket.pk).order_by("id").values_list("kind", flat=True))


# Who may see what


@pytest.mark.parametrize(
    "rest", ["", "moves/start_review/", "milestones/on_site/", "attempts/", "contacts/1/", "clocks/1/"]
)
def test_a_foreign_ticket_is_not_told_from_one_that_is_not_there(ticket, agent_south, as_staff, rest):
    desk = as_staff(agent_south)
    foreign, unknown = desk.get(address(ticket, rest)), desk.get(f"/desk/tickets/2611-000000-0/{rest}")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


@pytest.mark.parametrize("rest", ["moves/start_review/", "message/", "milestones/on_site/", "attempts/"])
def test_nothing_is_done_to_a_foreign_ticket(ticket, agent_south, as_staff, rest):
    answer = as_staff(agent_south).post(address(ticket, rest), {"version": 1, "words": "Hello there", "how": "note"})

    assert answer.status_code == 404
    assert kinds(ticket) == ["ticket.received"]


def test_the_page_tells_facts_story_stages_and_clocks(north, network, agent, reviewer, handler, as_staff):
    making.make_policy(reply=(5, "working_days"), contact=(60, "minutes"))
    ticket = making.make_ticket("dispatched", region=north, team=network, handler=handler, by=making.acting(reviewer))

    told = page(as_staff(agent), ticket)

    for words in (
        "Mei Chen",
        "4 Canal Street",
        "Clean water",
        "dispatched it to network, Hana Lin",
        "Because: Their network.",
    ):
        assert words in told
    assert "mei.chen@customer.invalid" not in told
    assert "m***@***.invalid" in told
    assert told.count('aria-current="step"') == 1
    assert "Why this deadline" in told


def test_a_confidential_customer_stays_unknown_to_the_department(north, network, agent, handler, as_staff):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)

    for_department, for_centre = page(as_staff(handler), ticket), page(as_staff(agent), ticket)

    assert "Mei Chen" not in for_department
    assert "***" not in for_department
    assert "Mei Chen" in for_centre


def test_markup_in_anyones_words_is_harmless(north, agent, as_staff):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>{% now 'Y' %}"
    ticket = making.make_ticket(region=north, title=nasty, words=nasty, name=nasty, place=nasty, requests=(nasty,))
    messages.add_note(ticket, words=nasty, actor=making.acting(agent), at=NOW, source="desk")

    told = page(as_staff(agent), ticket)

    assert "<script>alert" not in told
    assert "<img" not in told
    assert "{% now" in told


def test_a_long_story_costs_as_many_statements_as_a_short_one_and_at_most_twelve(north, agent, as_staff):
    making.make_policy(reply=(5, "working_days"))
    ticket = making.make_ticket(region=north)
    desk = as_staff(agent)
    short = statements(desk, ticket)
    for _ in range(50):
        messages.add_note(ticket, words="Again", actor=making.acting(agent), at=NOW, source="desk")
        making.make_ticket(region=north)

    assert statements(desk, ticket) == short <= 12


def statements(client, ticket) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(address(ticket)).status_code == 200
    return len([one for one in told.captured_queries if one["sql"].startswith(("SELECT", "UPDATE", "INSERT", "("))])


# Moves


def test_only_what_is_legal_now_has_a_button(north, reviewer, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    told = page(as_staff(reviewer), ticket)

    offered = set(re.findall(r'class="btn[^"]*" href="/desk/tickets/[\d-]+/moves/(\w+)/"', told))

    assert offered == {row.name for row in moving.allowed(ticket, making.acting(reviewer), NOW)}
    assert {"classify", "answer", "dispatch", "hold"} <= offered
    assert not {"start_review", "accept", "archive"} & offered
    assert "At the stage: Replied." in told  # why not archive


def test_the_place_is_one_press_away_on_the_house_s_map_or_on_none(north, agent, as_staff, settings):
    ticket = making.make_ticket(region=north, place="4 Canal & Weir Street")
    told = page(as_staff(agent), ticket)
    assert 'href="https://www.openstreetmap.org/search?query=4%20Canal%20%26%20Weir%20Street" rel="noreferrer"' in told
    settings.MAP_URL = ""
    assert ">Map</a>" not in page(as_staff(agent), ticket)


@pytest.mark.parametrize("stage", Stage)
def test_every_move_offered_has_a_page_of_its_own_and_a_sheet(
    north, network, agent, reviewer, coordinator, handler, supervisor, complaint_manager, as_staff, stage
):
    ticket = making.make_ticket(stage, region=north, team=network, handler=handler)
    for person in (agent, reviewer, coordinator, handler, supervisor, complaint_manager):
        if not visible_to(person, NOW).filter(pk=ticket.pk).exists():
            continue  # not yet theirs to see
        desk = as_staff(person)
        for row in moving.allowed(ticket, making.acting(person), NOW):
            whole = desk.get(address(ticket, f"moves/{row.name}/"))
            sheet = desk.get(address(ticket, f"moves/{row.name}/"), headers={"HX-Request": "true"})

            assert (row.name, whole.status_code, sheet.status_code) == (row.name, 200, 200)
            assert "<html" in whole.content.decode()
            assert "<html" not in sheet.content.decode()
            for told in (whole, sheet):
                assert f'name="version" value="{ticket.version}"' in told.content.decode()


def test_a_whole_journey_by_plain_forms(north, network, reviewer, coordinator, handler, agent, as_staff):
    ticket = making.make_ticket(region=north, requests=("Clean water",))
    closing, cause = making.make_reason("closing"), making.make_reason("cause")

    def make(person, name, **data):
        ticket.refresh_from_db()
        answer = as_staff(person).post(address(ticket, f"moves/{name}/"), {"version": ticket.version, **data})
        assert (answer.status_code, answer.url) == (302, address(ticket))

    make(reviewer, "start_review")
    make(reviewer, "classify", nature="complaint", category=making.make_category().code, priority="urgent")
    make(reviewer, "dispatch", team="network", why="Their pipe.")
    make(coordinator, "accept", handler=handler.username)
    make(handler, "reply", words="Flushed.", outcome="resolved", result_1="met")
    make(agent, "archive", category=making.make_category().code, closing_code=closing.code, cause=cause.code)

    ticket.refresh_from_db()
    assert ticket.stage == Stage.ARCHIVED
    assert kinds(ticket)[-1] == "ticket.archived"
    assert "archived it" in page(as_staff(agent), ticket)


def test_what_is_missing_is_said_at_the_head_and_in_its_field_and_the_rest_is_kept(north, reviewer, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    answer = as_staff(reviewer).post(
        address(ticket, "moves/dispatch/"), {"version": ticket.version, "why": "They keep that pipe."}
    )
    told = answer.content.decode()

    assert answer.status_code == 422
    assert 'role="alert"' in told
    assert "They keep that pipe." in told
    wrong = re.search(r'<select name="team"[^>]*>', told)[0]
    assert 'aria-invalid="true"' in wrong
    assert "autofocus" in wrong
    assert kinds(ticket)[-1] == "ticket.review_started"


def test_an_answer_that_only_the_move_can_refuse_keeps_the_words_too(north, reviewer, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    reason = making.make_reason()
    answer = as_staff(reviewer).post(
        address(ticket, "moves/hold/"),
        {"version": ticket.version, "reason": reason.code, "until": "2026-03-01T10:00", "note": "Away until then."},
    )

    assert answer.status_code == 422
    assert "Choose a moment to come" in answer.content.decode()
    assert "Away until then." in answer.content.decode()


def test_a_moment_typed_is_one_on_the_clock_of_the_region(north, reviewer, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    as_staff(reviewer).post(
        address(ticket, "moves/hold/"),
        {"version": ticket.version, "reason": making.make_reason().code, "until": "2026-03-12T10:00"},
    )

    ticket.refresh_from_db()
    assert ticket.held_until == NOW + timedelta(days=1)


def test_who_comes_second_sees_what_the_first_did_and_keeps_their_words(north, reviewer, supervisor, as_staff):
    ticket = making.make_ticket("reviewing", region=north)
    seen = ticket.version
    making.make_team("network")
    as_staff(supervisor).post(
        address(ticket, "moves/answer/"),
        {"version": seen, "words": "It is done.", "outcome": "resolved", "result_1": "met", "result_2": "met"},
    )

    answer = as_staff(reviewer).post(
        address(ticket, "moves/dispatch/"), {"version": seen, "team": "network", "why": "这段管道归他们管。"}
    )
    told = answer.content.decode()

    assert answer.status_code == 409
    assert "Sven Lin" in told
    assert "It is done." in told
    assert "这段管道归他们管。" in told
    assert "network</textarea>" not in told  # what was only chosen is no words
    assert "Keep mine as a note" in told
    assert kinds(ticket)[-1] == "ticket.answered"


@pytest.mark.parametrize(("ago", "told"), [(8, "was 8 seconds earlier"), (7200, "was first, on ")])
def test_how_much_earlier_is_said_in_seconds_only_while_that_says_something(north, agent, as_staff, ago, told):
    ticket = making.make_ticket(region=north, at=NOW - timedelta(seconds=ago))
    answer = as_staff(agent).post(address(ticket, "moves/start_review/"), {"version": ticket.version - 1})

    assert answer.status_code == 409
    assert told in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "999", "1e9", "１"])
def test_a_form_without_what_was_seen_is_a_conflict_and_never_an_error(ticket, agent, as_staff, version):
    answer = as_staff(agent).post(address(ticket, "moves/start_review/"), {"version": version})

    assert answer.status_code == 409
    assert kinds(ticket) == ["ticket.received"]


def test_a_move_of_another_stage_or_role_is_refused_in_words(ticket, agent, north, as_staff):
    not_now = as_staff(agent).get(address(ticket, "moves/archive/"))
    reviewing = making.make_ticket("reviewing", region=north)
    not_yours = as_staff(agent).post(address(reviewing, "moves/dispatch/"), {"version": reviewing.version})

    assert (not_now.status_code, not_yours.status_code) == (409, 403)
    assert "is not possible at the stage" in not_now.content.decode()
    assert "Your role does not allow" in not_yours.content.decode()


def test_a_move_nobody_knows_is_not_there(ticket, agent, as_staff):
    assert as_staff(agent).get(address(ticket, "moves/vanish/")).status_code == 404
    assert as_staff(agent).get(address(ticket, "moves/receive/")).status_code == 404


# Words


def test_a_message_and_a_note_go_where_they_should(ticket, agent, as_staff):
    desk = as_staff(agent)
    for how, words in (("message", "We are on our way"), ("note", "He was upset")):
        assert desk.post(address(ticket, "message/"), {"how": how, "words": words}).url == address(ticket)

    sent, note = Event.objects.filter(subject_id=ticket.pk).order_by("id")[1:]
    assert (sent.kind, sent.payload["channel"], note.kind) == ("message.sent", "email", "note.added")
    assert "He was upset" in page(desk, ticket)
    ticket.refresh_from_db()
    assert (ticket.version, ticket.stage) == (1, Stage.RECEIVED)


def test_a_file_goes_with_the_words_and_comes_back_only_to_who_may_see_the_ticket(
    ticket, agent, agent_south, as_staff, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("report.txt", b"iron 0.18 mg/l")
    as_staff(agent).post(address(ticket, "message/"), {"how": "note", "words": "See this", "files": file})

    kept = Attachment.objects.get()
    assert kept.internal
    assert f"/desk/files/{kept.pk}/" in page(as_staff(agent), ticket)
    assert b"".join(as_staff(agent).get(f"/desk/files/{kept.pk}/").streaming_content) == b"iron 0.18 mg/l"
    foreign, unknown = as_staff(agent_south).get(f"/desk/files/{kept.pk}/"), as_staff(agent_south).get("/desk/files/0/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


@pytest.mark.parametrize("data", [{"how": "note", "words": "  "}, {"how": "shout", "words": "Kept words"}, {}])
def test_what_cannot_be_sent_is_said_and_kept(ticket, agent, as_staff, data):
    answer = as_staff(agent).post(address(ticket, "message/"), data)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert data.get("words", "").strip() in answer.content.decode()
    assert kinds(ticket) == ["ticket.received"]


def test_a_file_that_is_not_taken_leaves_words_in_the_box_and_nothing_on_the_ticket(ticket, agent, as_staff):
    file = SimpleUploadedFile("run.exe", b"MZ\x90\x00 program")
    answer = as_staff(agent).post(address(ticket, "message/"), {"how": "note", "words": "See this", "files": file})

    assert answer.status_code == 422
    assert "was not taken" in answer.content.decode()
    assert "See this" in answer.content.decode()
    assert kinds(ticket) == ["ticket.received"]


def test_whoever_only_looks_writes_nothing(ticket, auditor, as_staff):
    desk = as_staff(auditor)

    assert 'class="composer"' not in page(desk, ticket)
    assert desk.post(address(ticket, "message/"), {"how": "note", "words": "I was here"}).status_code == 403
    assert kinds(ticket) == ["ticket.received"]


# Contacts, milestones, deadlines


def test_a_contact_is_shown_in_full_once_and_for_a_reason_on_record(ticket, agent, as_staff):
    desk, point = as_staff(agent), ticket.contact_point

    shown = desk.post(address(ticket, f"contacts/{point.pk}/"), {"why": "To arrange the visit"})

    assert "mei.chen@customer.invalid" in shown.content.decode()
    assert "mei.chen@customer.invalid" not in page(desk, ticket)
    event = Event.objects.get(kind="contact.revealed")
    assert (event.actor_id, event.payload["contact_point"]) == (agent.pk, point.pk)
    assert event.words.text == {"why": "To arrange the visit"}


def test_without_a_reason_nothing_is_shown(ticket, agent, as_staff):
    for data in ({}, {"why": "   "}):
        answer = as_staff(agent).post(address(ticket, f"contacts/{ticket.contact_point.pk}/"), data)
        assert answer.status_code == 422
        assert "mei.chen@customer.invalid" not in answer.content.decode()
    assert not Event.objects.filter(kind="contact.revealed").exists()


def test_a_contact_is_not_shown_to_who_may_not_have_it_nor_one_of_another_customer(
    north, network, agent, handler, as_staff
):
    hidden = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)
    other = making.make_ticket(region=north, name="Omar", contact="omar@customer.invalid")
    reason = {"why": "Curious about them"}

    assert as_staff(handler).post(address(hidden, f"contacts/{hidden.contact_point.pk}/"), reason).status_code == 404
    assert as_staff(agent).post(address(hidden, f"contacts/{other.contact_point.pk}/"), reason).status_code == 404


def test_a_milestone_is_recorded_by_hand_with_its_own_time(north, agent, as_staff):
    making.make_policy(on_site=(120, "minutes"))
    ticket = making.make_ticket(region=north, at=NOW - timedelta(hours=1))
    desk = as_staff(agent)

    assert desk.get(address(ticket, "milestones/on_site/")).status_code == 200
    said = {"reached_at": "2026-03-11T09:30", "note": "The crew is there."}
    assert desk.post(address(ticket, "milestones/on_site/"), said).status_code == 302

    clock = making.clock_of(ticket, "on_site")
    assert (clock.state, clock.ended_at) == ("met", NOW - timedelta(minutes=30))
    assert "recorded “On site”" in page(desk, ticket)


def test_that_the_customer_was_contacted_is_nothing_to_be_claimed_by_hand(north, agent, as_staff):
    """The log of contacts says it: tests/complaints/test_contacting.py."""
    making.make_policy(contact=(120, "minutes"))
    ticket = making.make_ticket(region=north, at=NOW - timedelta(hours=1))
    claimed = {"reached_at": "2026-03-11T09:30", "note": "Talked to Mr Chen."}

    assert as_staff(agent).post(address(ticket, "milestones/contact/"), claimed).status_code == 404
    assert making.clock_of(ticket, "contact").state == "running"


def test_a_milestone_of_the_future_is_refused_in_its_field(north, agent, as_staff):
    making.make_policy(on_site=(120, "minutes"))
    ticket = making.make_ticket(region=north)
    answer = as_staff(agent).post(address(ticket, "milestones/on_site/"), {"reached_at": "2026-03-11T23:30"})

    assert answer.status_code == 422
    assert "The moment must lie between" in answer.content.decode()


def test_a_deadline_unfolds_its_arithmetic(north, agent, as_staff):
    making.make_policy(reply=(2, "working_days"))
    ticket = making.make_ticket(region=north)
    clock = making.clock_of(ticket, "reply")
    desk = as_staff(agent)

    whole = desk.get(address(ticket, f"clocks/{clock.pk}/")).content.decode()
    part = desk.get(address(ticket, f"clocks/{clock.pk}/"), headers={"HX-Request": "true"}).content.decode()

    assert "2 working days" in whole
    assert "Day of receipt: not counted" in whole
    assert "<html" not in part


def test_the_second_round_shows_its_own_stages(north, network, supervisor, as_staff):
    ticket = making.make_ticket("replied", region=north, team=network)
    as_staff(supervisor).post(address(ticket, "moves/reopen/"), {"version": ticket.version, "words": "Brown again."})
    Ticket.objects.get(pk=ticket.pk)

    told = page(as_staff(supervisor), ticket)

    assert "Round 2" in told
    assert '<li class="now" aria-current="step">In review' in told
    assert re.search(r"<li>\s*Dispatched</li>", told)


def test_only_who_can_fill_them_is_shown_the_empty_dangers(ticket, agent, administrator, as_staff):
    making.make_policy("gas", make_safe=(None, "minutes"))

    assert "danger-to-life" not in page(as_staff(agent), ticket)
    assert "1 danger-to-life deadline is empty" in as_staff(administrator).get("/desk/").content.decode()


def test_other_tickets_of_the_customer_are_at_hand_if_they_may_be_seen(north, south, agent, as_staff):
    ticket = making.make_ticket(region=north)
    here, there = making.make_ticket(region=north), making.make_ticket(region=south)
    review.start_review(here, actor=making.acting(agent), at=NOW, source="desk")

    told = page(as_staff(agent), ticket)

    assert here.number in told
    assert there.number not in told


def test_who_ruled_is_who_dispatched_it(north, network, coordinator, supervisor, as_staff):
    ticket = making.make_ticket("dispatched", region=north, team=network)
    back = {"team": network.code, "why": "Not ours."}
    for name, by, data in (
        ("return", coordinator, back),
        ("dispatch", supervisor, back),
        ("return", coordinator, back),
        ("rule", supervisor, back),
        ("accept", coordinator, {}),
    ):
        actions.perform(ticket, name, data, actor=making.acting(by), at=NOW, source="desk", version=None)

    told = page(as_staff(supervisor), ticket)

    assert re.search(rf'<li class="was">Dispatched <small>[^<]+</small><p>{supervisor.get_full_name()}</p>', told)


def test_what_was_withdrawn_says_when_it_was_closed(north, agent, as_staff):
    ticket = making.make_ticket(region=north)
    as_staff(agent).post(address(ticket, "moves/withdraw/"), {"version": ticket.version, "words": "It stopped."})

    told = page(as_staff(agent), ticket)

    assert re.search(rf'aria-current="step">Archived <small>since 10:00</small><p>{agent.get_full_name()}</p>', told)


def test_a_finding_is_not_decided_beforehand(north, network, handler, as_staff):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler)

    asked = page(as_staff(handler), ticket, "moves/find/")

    assert asked.count('type="radio" name="verdict"') == 3
    assert "checked" not in asked
    assert '<input type="checkbox" name="can_recur" id="id_can_recur"><span>It can happen again</span>' in asked


def test_a_form_says_which_of_its_fields_may_stay_empty(north, network, handler, coordinator, agent, as_staff):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler)

    asked = page(as_staff(handler), ticket, "moves/propose/")

    assert re.search(r"Amount</b>\s*<small class=\"d3\">optional</small>", asked)
    assert re.search(r"Measures</b>\s*</label>", asked)
    in_chinese = Client(headers={"accept-language": "zh-hans"})
    in_chinese.force_login(handler)
    assert re.search(r"金额</b>\s*<small class=\"d3\">选填</small>", page(in_chinese, ticket, "moves/propose/"))


def test_a_root_cause_nobody_found_is_chosen_like_everything_that_is_needed(north, agent, as_staff):
    ticket = making.make_ticket("replied", region=north)

    asked = page(as_staff(agent), ticket, "moves/archive/")

    cause = asked.split('name="cause"')[1].split("</select>")[0]
    assert '<option value="" selected>Choose</option>' in cause


def test_a_form_asks_each_thing_once(north, agent, as_staff):
    ticket = making.make_ticket(region=north)

    asked = page(as_staff(agent), ticket, "moves/name_staff/")

    assert asked.count('name="about"') == asked.count('name="about" value=') == 3


def test_who_answers_an_order_or_decides_on_more_time_reads_what_is_asked(
    north, network, handler, supervisor, as_staff
):
    making.make_policy(reply=(5, "working_days"))
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler)
    later = making.clock_of(ticket, "reply").due_at + timedelta(hours=1)
    order = {"words": "Visit them today.", "due_at": later}
    wish = {"due_at": later, "why": "A valve is on its way.", "words": "One day more."}
    for name, by, data in (("supervise", supervisor, order), ("request_extension", handler, wish)):
        actions.perform(ticket, name, data, actor=making.acting(by), at=NOW, source="desk", version=None)

    assert "Visit them today." in page(as_staff(handler), ticket, "moves/answer_supervision/")
    assert "A valve is on its way." in page(as_staff(supervisor), ticket, "moves/decide_extension/")
