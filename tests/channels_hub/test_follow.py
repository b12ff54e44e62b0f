"""Following: open to who has number and code, silent to who has not, and honest about what was promised."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels_hub.models import Inbound
from complaints import attachments, messages, numbers
from complaints.models import Attachment, Recourse, Ticket
from complaints.stages import archive, declining, merging, pressing, reply
from servicecenter import actors
from servicecenter.models import Event
from servicecenter.templatetags.house import whole_numbers
from tests import making
from tests.reading import whole_days

CODE = "ABCD-EFGH-JKMN"


@pytest.fixture(autouse=True)
def clock():
    """Everything happens around the moment the cast lives in."""
    with time_machine.travel(making.NOW, tick=False) as clock:
        yield clock


def coded(ticket: Ticket) -> Ticket:
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    return ticket


@pytest.fixture
def mine(promised, north) -> Ticket:
    return coded(making.make_ticket(region=north))


@pytest.fixture
def opened(client, mine) -> Client:
    client.post("/t/", {"number": mine.number, "code": CODE})
    return client


def text(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", whole_days(page.content.decode())))


def plain(page, number: str) -> str:
    """The page without what differs at every load, and without the number that was typed."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
    return html.replace(number, "NUMBER")


def unknown_number() -> str:
    return next(n for n in (numbers.draw_number(making.NOW) for _ in range(50)) if not Ticket.objects.filter(number=n))


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN", "abcdefghjkmn", " abcd efgh jkmn "])
def test_number_and_code_open_the_request_however_they_are_typed(client, mine, typed):
    answer = client.post("/t/", {"number": mine.number.replace("-", " "), "code": typed})
    assert answer.url == f"/t/{mine.number}/"
    assert mine.words in text(client.get(answer.url))


def test_a_wrong_code_and_an_unknown_number_give_the_same_answer(client, mine):
    unknown = unknown_number()
    wrong = client.post("/t/", {"number": mine.number, "code": "WWWW-WWWW-WWWW"})
    none = Client().post("/t/", {"number": unknown, "code": "WWWW-WWWW-WWWW"})
    assert wrong.status_code == none.status_code == 422
    assert plain(wrong, mine.number) == plain(none, unknown)
    assert {k: v for k, v in wrong.items() if k not in {"X-Request-Id", "Content-Length"}} == {
        k: v for k, v in none.items() if k not in {"X-Request-Id", "Content-Length"}
    }


def test_a_wrong_code_and_an_unknown_number_ask_the_database_the_same(client, mine):
    counts = []
    for number in (mine.number, unknown_number()):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.post("/t/", {"number": number, "code": "WWWW-WWWW-WWWW"})
        counts.append([query["sql"].split(" ")[0] for query in asked])
    assert counts[0] == counts[1]


def test_a_typing_mistake_is_told_without_asking_whether_the_number_exists(client, mine, django_assert_max_num_queries):
    digit = str((int(mine.number[-1]) + 1) % 10)
    with django_assert_max_num_queries(0):
        page = client.post("/t/", {"number": mine.number[:-1] + digit, "code": CODE})
    assert "typing mistake" in text(page)
    assert "eleven digits" in text(client.post("/t/", {"number": "12", "code": CODE}))


def test_five_wrong_codes_and_the_number_rests_real_or_not(client, mine, clock):
    unknown = unknown_number()
    for number in (mine.number, unknown):
        for _ in range(5):
            assert client.post("/t/", {"number": number, "code": "WRONG"}).status_code == 422
    real = client.post("/t/", {"number": mine.number, "code": CODE})
    none = Client().post("/t/", {"number": unknown, "code": CODE})
    assert real.status_code == none.status_code == 429
    assert plain(real, "") == plain(none, "")
    assert real["Retry-After"] == "900"
    assert "10:16" in text(real), "when to try again, in the house's own zone"
    clock.shift(timedelta(minutes=15, seconds=1))
    assert client.post("/t/", {"number": mine.number, "code": CODE}).status_code == 302


def test_twenty_tries_from_one_address_are_enough(client, db):
    for _ in range(20):
        assert client.post("/t/", {"number": unknown_number(), "code": "WRONG"}).status_code == 422
    assert client.post("/t/", {"number": unknown_number(), "code": "WRONG"}).status_code == 429


def test_opening_ones_own_request_costs_no_tries_and_buys_none(client, mine):
    for _ in range(25):
        assert client.post("/t/", {"number": mine.number, "code": CODE}).status_code == 302
    for _ in range(20):
        client.post("/t/", {"number": unknown_number(), "code": "WRONG"})
    assert client.post("/t/", {"number": mine.number, "code": CODE}).status_code == 429


def test_without_the_code_every_number_leads_to_the_same_door(client, mine):
    unknown = unknown_number()
    for address in ("", "messages/", "reopen/", "chase/"):
        ask = client.post if address else client.get
        real, none = ask(f"/t/{mine.number}/{address}"), ask(f"/t/{unknown}/{address}")
        assert real.url.replace(mine.number, "N") == none.url.replace(unknown, "N") == "/t/?number=N"
    assert f'value="{mine.number}"' in client.get(f"/t/?number={mine.number}").content.decode()


def test_one_request_opens_no_other(opened, mine):
    other = making.make_ticket()
    assert opened.get(f"/t/{other.number}/").url == f"/t/?number={other.number}"


def test_two_idle_hours_close_the_page_and_use_keeps_it_open(opened, mine, clock):
    for _ in range(3):
        clock.shift(timedelta(hours=1, minutes=50))
        assert opened.get(f"/t/{mine.number}/").status_code == 200
    clock.shift(timedelta(hours=2, minutes=1))
    assert opened.get(f"/t/{mine.number}/").status_code == 302


def test_leaving_forgets_the_request(opened, mine):
    assert "has forgotten your request" in text(opened.post("/t/leave/", follow=True))
    assert opened.get(f"/t/{mine.number}/").status_code == 302


def test_a_session_planted_before_opens_nothing(client, mine):
    client.get("/")
    client.session["x"] = 1
    planted = client.cookies.get("sessionid")
    client.post("/t/", {"number": mine.number, "code": CODE})
    assert client.cookies["sessionid"] != planted


def test_no_cache_and_no_search_engine_keeps_the_page(opened, mine):
    page = opened.get(f"/t/{mine.number}/")
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("received", "We have your message. You will hear from us by Wed 11 Mar, 15:00."),
        ("investigating", "We are looking into it. You will hear from us by Wed 11 Mar, 15:00."),
        ("replied", "You have our answer. Is it solved?"),
        ("archived", "Your request is answered and closed."),
    ],
)
def test_one_sentence_says_where_it_stands_and_when_we_are_heard_from(client, promised, stage, said):
    ticket = coded(making.make_ticket(stage))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    assert said in text(client.get(f"/t/{ticket.number}/"))


def test_a_step_that_was_skipped_is_not_told_as_done(client, promised, agent):
    ticket = coded(making.make_ticket())
    reply.answer(
        ticket, actor=making.acting(agent), at=making.NOW, source="desk", words="It is the manganese.",
        outcome="resolved", results={},
    )  # fmt: skip
    client.post("/t/", {"number": ticket.number, "code": CODE})
    page = text(client.get(f"/t/{ticket.number}/"))
    assert "They find the cause not needed" in page
    assert "They found the cause" not in page


def test_a_broken_promise_is_named_and_regretted(opened, mine, clock):
    clock.shift(timedelta(hours=1, minutes=59))
    assert "We are sorry" not in text(opened.get(f"/t/{mine.number}/"))
    clock.move_to(making.NOW + timedelta(days=1))
    opened.post("/t/", {"number": mine.number, "code": CODE})
    page = text(opened.get(f"/t/{mine.number}/"))
    assert "We had promised Wed 11 Mar, 15:00 (a first word from one of us) and did not make it. We are sorry." in page
    assert "You will hear from us by Wed 18 Mar, 18:00." in page


def test_on_hold_says_for_what_and_until_when(client, promised, handler):
    ticket = coded(making.make_ticket("investigating", handler=handler, team=handler.team))
    making.hold(ticket, at=making.NOW, until=making.NOW + timedelta(days=2), by=making.acting(handler))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    assert "We take it up again by Fri 13 Mar, 10:00 at the latest." in text(client.get(f"/t/{ticket.number}/"))


def test_each_thing_asked_for_is_answered_by_itself(client, promised):
    ticket = coded(making.make_ticket("replied"))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    page = text(client.get(f"/t/{ticket.number}/"))
    assert "Clean water Met" in page
    assert "the water is clear again" in page


def test_notes_among_colleagues_and_their_files_stay_there(opened, mine, agent):
    file = attachments.accept(SimpleUploadedFile("ours.txt", b"ours"))
    with attachments.stored([file]):
        messages.add_note(
            mine, words="Difficult customer.", files=attachments.rows([file], at=making.NOW, by="agent"),
            actor=making.acting(agent), at=making.NOW, source="desk",
        )  # fmt: skip
    messages.send_message(
        mine, words="We are on it.", actor=making.acting(agent), at=making.NOW, source="desk", channel="web"
    )
    page = text(opened.get(f"/t/{mine.number}/"))
    assert "We are on it." in page
    assert "Difficult customer." not in page
    assert "ours.txt" not in page
    assert opened.get(f"/t/{mine.number}/files/{Attachment.objects.get().pk}/").status_code == 404


def test_a_message_and_its_files_arrive_once_however_often_it_is_sent(opened, mine):
    wrote = {"words": "It is worse today.", "token": "one-form"}
    for _ in range(2):
        wrote["files"] = SimpleUploadedFile("bath.txt", b"yellow")
        assert opened.post(f"/t/{mine.number}/messages/", wrote).status_code == 302
    page = opened.get(f"/t/{mine.number}/")
    assert text(page).count("It is worse today.") == 1
    assert Event.objects.filter(kind="message.received").count() == Inbound.objects.count() == 1
    file = opened.get(f"/t/{mine.number}/files/{Attachment.objects.get().pk}/")
    assert b"".join(file.streaming_content) == b"yellow"
    assert file["Content-Disposition"].startswith("attachment")


def test_an_empty_message_or_a_bad_file_is_told_and_the_words_kept(opened, mine):
    assert "Write a few words" in text(opened.post(f"/t/{mine.number}/messages/", {"words": " "}))
    page = opened.post(
        f"/t/{mine.number}/messages/", {"words": "See it.", "files": SimpleUploadedFile("x.svg", b"<svg>")}
    )
    assert page.status_code == 422
    assert "x.svg" in text(page)
    assert "See it." in text(page)
    assert Event.objects.filter(kind="message.received").count() == 0


def test_files_of_another_request_are_not_there(opened, mine):
    other = making.make_ticket()
    file = attachments.accept(SimpleUploadedFile("theirs.txt", b"theirs"))
    with attachments.stored([file]):
        (row,) = attachments.attach(other, [file], event=None, at=making.NOW, by="customer")
    foreign = opened.get(f"/t/{mine.number}/files/{row.pk}/")
    none = opened.get(f"/t/{mine.number}/files/999999/")
    assert foreign.status_code == none.status_code == 404
    assert foreign.content == none.content
    assert Client().get(f"/t/{other.number}/files/{row.pk}/").content == none.content


def test_asking_how_far_it_is_takes_one_press_and_is_told_to_the_people_responsible(opened, mine):
    assert "Ask how far it is" in text(opened.get(f"/t/{mine.number}/"))

    assert opened.post(f"/t/{mine.number}/chase/", {"words": " "}).url == f"/t/{mine.number}/"
    opened.post(f"/t/{mine.number}/chase/", {"words": "The baby needs a bath."})

    first, second = Event.objects.filter(kind="ticket.chased").order_by("pk")
    assert (first.words.text["words"], second.words.text["words"]) == ("How far is it?", "The baby needs a bath.")
    assert (first.actor_role, first.source, second.payload["count"]) == ("customer", "web", 2)
    page = text(opened.get(f"/t/{mine.number}/"))
    assert "The baby needs a bath." in page
    assert "You have asked 2 times so far." in page


def test_asking_again_and_again_is_heard_three_times_a_day(opened, mine, clock):
    for _ in range(3):
        assert opened.post(f"/t/{mine.number}/chase/").status_code == 302
    assert opened.post(f"/t/{mine.number}/chase/").status_code == 429
    assert Event.objects.filter(kind="ticket.chased").count() == 3
    clock.shift(timedelta(days=1, seconds=1))
    opened.post("/t/", {"number": mine.number, "code": CODE})
    assert opened.post(f"/t/{mine.number}/chase/").status_code == 302


def test_what_is_closed_is_not_chased_and_after_an_answer_only_what_is_still_to_come(client, promised):
    for stage, answered in (("replied", 302), ("archived", 409)):
        ticket = coded(making.make_ticket(stage))
        client.post("/t/", {"number": ticket.number, "code": CODE})
        assert "Ask how far it is" not in text(client.get(f"/t/{ticket.number}/"))
        refused = client.post(f"/t/{ticket.number}/chase/", {"words": "Is it over?"})
        assert refused.status_code == answered
        assert "Is it over?" in text(client.get(refused.url) if answered == 302 else refused)
    Ticket.objects.filter(stage="replied").update(triage_due=True)
    assert "Ask how far it is" in text(client.get(f"/t/{Ticket.objects.get(stage='replied').number}/"))


def test_not_solved_is_taken_up_again_with_the_customers_words(client, promised, clock):
    ticket = coded(making.make_ticket("replied"))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    assert "Tell us why, so that" in text(client.post(f"/t/{ticket.number}/reopen/", {"words": ""}))
    clock.shift(timedelta(days=1))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    client.post(f"/t/{ticket.number}/reopen/", {"words": "Brown again."})
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.round) == ("reviewing", 2)
    page = text(client.get(f"/t/{ticket.number}/"))
    assert "Brown again." in page
    assert "Round 2" in page


def test_after_thirty_days_it_is_not_offered_and_not_taken(client, promised, clock):
    ticket = coded(making.make_ticket("replied"))
    clock.shift(archive.REOPEN_WITHIN + timedelta(minutes=1))
    client.post("/t/", {"number": ticket.number, "code": CODE})
    assert "It is not solved" not in text(client.get(f"/t/{ticket.number}/"))
    refused = client.post(f"/t/{ticket.number}/reopen/", {"words": "Brown again."})
    assert refused.status_code == 409
    ticket.refresh_from_db()
    assert ticket.stage == "replied"


def test_the_page_costs_the_same_for_two_messages_and_for_twenty(opened, mine):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            opened.get(f"/t/{mine.number}/")
        return len(asked)

    say = {"actor": actors.customer(), "at": timezone.now(), "source": "web", "channel": "web"}
    messages.receive_message(mine, words="One", **say)
    few = statements()
    for number in range(20):
        messages.receive_message(mine, words=f"Word {number}", **say)
    assert statements() == few <= 10


def test_who_no_longer_needs_it_withdraws_it_and_takes_that_back_within_thirty_days(opened, mine, clock):
    address = f"/t/{mine.number}/"
    assert "I no longer need this" in text(opened.get(address))
    silent = opened.post(f"{address}withdraw/", {"words": " "})
    assert (silent.status_code, "so that nobody closes it by mistake" in text(silent)) == (422, True)
    assert opened.post(f"{address}withdraw/", {"words": "The neighbour mended it."}).url == address

    mine.refresh_from_db()
    event = Event.objects.get(kind="ticket.withdrawn")
    assert (mine.stage, event.actor_role, event.source) == ("archived", "customer", "web")
    page = text(opened.get(address))
    assert "You withdrew it; it is closed." in page
    assert ("Why do you need it after all?" in page, "What is not solved?" in page) == (True, False)
    assert "The neighbour mended it." in page
    assert "I no longer need this" not in page
    clock.shift(timedelta(days=29))
    opened.post("/t/", {"number": mine.number, "code": CODE})
    opened.post(f"{address}reopen/", {"words": "It broke again."})
    mine.refresh_from_db()
    assert mine.stage == "reviewing"
    assert "You withdrew it" not in text(opened.get(address))


def test_what_goes_on_without_them_or_is_owed_already_is_not_withdrawn(client, promised):
    danger = coded(making.make_ticket(priority="critical"))
    owed = coded(making.make_ticket())
    Ticket.objects.filter(pk=owed.pk).update(order_open=True)
    for ticket, words in ((danger, "goes on even without the customer"), (owed, "order is open")):
        client.post("/t/", {"number": ticket.number, "code": CODE})
        assert "I no longer need this" not in text(client.get(f"/t/{ticket.number}/"))
        refused = client.post(f"/t/{ticket.number}/withdraw/", {"words": "Never mind."})
        assert (refused.status_code, words in text(refused), "Never mind." in text(refused)) == (409, True, True)
    assert not Event.objects.filter(kind="ticket.withdrawn").exists()
    other = making.make_ticket()
    assert client.post(f"/t/{other.number}/withdraw/", {"words": "x"}).url.startswith("/t/?number=")


def test_withdrawing_in_chinese(opened, mine):
    opened.cookies["django_language"] = "zh-hans"
    assert "不再需要办理" in text(opened.get(f"/t/{mine.number}/"))
    opened.post(f"/t/{mine.number}/withdraw/", {"words": "邻居修好了。"})
    assert "您已撤回该诉求，现已办结。" in text(opened.get(f"/t/{mine.number}/"))


def page_of(client: Client, ticket: Ticket, language: str = "en") -> str:
    client.post("/t/", {"number": coded(ticket).number, "code": CODE})
    return client.get(f"/t/{ticket.number}/", headers={"accept-language": language}).content.decode()


def test_who_comes_for_the_answer_reads_it_before_being_asked_about_it_and_reads_it_once(client, promised):
    ticket = making.make_ticket("replied")
    answer = Event.objects.get(kind="ticket.replied").words.text["words"]
    page = page_of(client, ticket)
    assert page.count(answer) == 1
    assert page.index(answer) < page.index('id="rate_solved') < page.index('id="messages"')


def test_what_was_withdrawn_is_not_called_answered_and_nobody_is_asked_how_it_was(client, promised, agent):
    ticket = making.make_ticket()
    pressing.withdraw(ticket, actor=making.acting(agent), at=making.NOW, source="desk", words="Never mind.")
    page = page_of(client, ticket)
    assert "You withdrew it; it is closed." in page
    assert "rating/" not in page
    assert "您已撤回该诉求，现已办结。" in page_of(client, ticket, "zh-hans")


def test_what_goes_on_under_another_number_is_rated_there(client, promised, agent):
    first, second = making.make_ticket(), making.make_ticket()
    Ticket.objects.update(customer=first.customer)
    second.refresh_from_db()
    merging.merge(
        second, actor=making.acting(agent), at=making.NOW, source="desk", into=first.number, why="The same matter."
    )
    page = page_of(client, second)
    assert f'Go on with <span class="num">{first.number}</span>' in page
    assert "rating/" not in page


def test_who_was_turned_down_is_told_where_to_go(client, promised, reviewer, supervisor):
    Recourse.objects.create(
        code="hotline", kind=Recourse.Kind.REVIEW, labels=making.named("Hotline"), how=making.named("Call.")
    )
    ticket = making.make_ticket("reviewing")
    by = {"at": making.NOW, "source": "desk"}
    declining.propose_reject(
        ticket,
        actor=making.acting(reviewer),
        **by,
        facts="It was read.",
        words="It was read.",
        where_to_go="The office.",
    )
    ticket.refresh_from_db()
    declining.reject(ticket, actor=making.acting(supervisor), **by)
    page = page_of(client, ticket)
    assert 'id="disagree"' in page
    assert "Hotline" in page


def test_a_line_never_ends_inside_a_number():
    told = whole_numbers("见 2611-837403-7 <b>。")
    assert told == '见 <span class="num">2611-837403-7</span> &lt;b&gt;。'
