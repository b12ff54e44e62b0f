"""The public form: a ticket for everyone who writes, once, with what was right kept when something was wrong."""

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from channels_hub import intake
from channels_hub.models import Inbound, Submission
from complaints.models import Attachment, Ticket
from customers.models import Consent
from servicecenter.models import Event
from tests import making
from tests.reading import whole_days

CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


def filled(**changes):
    return {
        "words": "The water is brown since Monday.",
        "nature": "complaint",
        "category": "brown-water",
        "requests": "Clean water\n- A refund",
        "place": "4 Canal Street",
        "happened_on": "since Monday",
        "anonymous": "",
        "name": "Mei Chen",
        "contact": "+86 138 0013 8000",
        "consent": "on",
        "token": "a-token-of-this-form",
        **changes,
    }


def code_on(page) -> str:
    return "-".join(re.findall(r"<span>([2-9A-HJ-NP-Z]{4})</span>", page.content.decode())[-3:])


@pytest.fixture
def place(promised, brown_water):
    """A region with promises and a category: enough to take requests."""


def test_what_a_customer_wrote_becomes_a_ticket_with_a_number_a_code_and_dates(client, place):
    page = client.post("/", filled(), follow=True)
    ticket = Ticket.objects.get()
    assert page.redirect_chain == [("/thanks/", 303)]
    for group in ticket.number.split("-"):
        assert f"<span>{group}</span>" in page.content.decode()
    assert re.search(r"Our answer</dt><dd>by \w{3} \d+ \w{3}", whole_days(page.content.decode()))
    assert (ticket.nature, ticket.category.code, ticket.channel, ticket.source) == (
        "complaint",
        "brown-water",
        "web",
        "web",
    )
    assert [one.words for one in ticket.requests.all()] == ["Clean water", "A refund"]
    assert ticket.contact_point.value == "+8613800138000"
    assert Consent.objects.get().customer == ticket.customer


def test_the_code_opens_the_request_and_stands_nowhere_but_on_the_page(client, place, caplog):
    page = client.post("/", filled(), follow=True)
    code = code_on(page)
    assert CODE.fullmatch(code)
    assert Client().post("/t/", {"number": Ticket.objects.get().number, "code": code}).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM channels_hub_submission")
        assert code.encode() not in bytes(cursor.fetchone()[0])
    assert code not in str(dict(client.session)) + caplog.text + str(page.redirect_chain)
    assert code not in str(list(Event.objects.values_list("payload", "words__text")))


def test_the_code_is_shown_for_minutes_and_then_no_more(client, place):
    code = code_on(client.post("/", filled(), follow=True))
    assert code_on(client.get("/thanks/")) == code, "a second load, in another language, still shows it"
    submission = Submission.objects.get()
    assert intake.forget_codes(submission.sent_at + intake.CODE_SHOWN_FOR * 2)
    assert code_on(client.get("/thanks/")) != code
    assert Submission.objects.get().code is None
    assert not intake.forget_codes(submission.sent_at + intake.CODE_SHOWN_FOR * 3)


def test_pressing_twice_makes_one_ticket_and_the_same_thanks(client, place):
    first = client.post("/", filled(), follow=True)
    second = Client().post("/", filled(), follow=True)  # the first answer, with its cookie, never arrived
    assert Ticket.objects.count() == Inbound.objects.count() == 1
    assert code_on(first) == code_on(second)


def test_the_same_form_with_other_words_is_neither_doubled_nor_lost(client, place):
    client.post("/", filled())
    page = client.post("/", filled(words="The bill is wrong as well."))
    assert page.status_code == 409
    assert "The bill is wrong as well." in page.content.decode()
    assert Ticket.objects.get().number in page.content.decode()
    again = re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]
    client.post("/", filled(words="The bill is wrong as well.", token=again))
    assert Ticket.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_make_one_ticket(place):
    answers = []

    def press():
        answers.append(Client().post("/", filled()).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 10
    assert Ticket.objects.count() == Submission.objects.count() == Inbound.objects.count() == 1


def test_what_was_sent_is_kept_word_for_word_and_sealed(client, place):
    client.post("/", filled(name="  Mei   Chen ", files=SimpleUploadedFile("a.txt", b"brown")))
    kept = Inbound.objects.get()
    assert '"name": ["  Mei   Chen "]' in kept.raw.decode()
    assert '"a.txt"' in kept.raw.decode()
    assert kept.ticket == Ticket.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM channels_hub_inbound")
        assert b"Chen" not in bytes(cursor.fetchone()[0])


def test_what_is_missing_is_listed_linked_and_focused_and_the_rest_kept(client, place):
    page = client.post("/", filled(words="", place="", contact="12", consent=""))
    html = page.content.decode()
    assert page.status_code == 422
    for field in ("words", "place", "contact", "consent"):
        assert f'<a href="#id_{field}">' in html
    assert html.index('href="#id_words"') < html.index('href="#id_place"') < html.index('href="#id_contact"')
    assert html.count("autofocus") == 1
    assert re.search(r"<textarea[^>]*id=\"id_words\"[^>]*autofocus|<textarea[^>]*autofocus[^>]*id=\"id_words\"", html)
    assert 'value="Mei Chen"' in html
    assert Ticket.objects.count() == 0


def test_not_knowing_where_is_an_answer(client, place):
    client.post("/", filled(place="", place_unknown="on"))
    assert Ticket.objects.get().place == ""


def test_anonymous_is_a_full_choice_and_takes_no_name_along(client, place):
    page = client.post("/", filled(anonymous="on", name="Mei Chen", consent=""), follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.anonymous, ticket.customer, ticket.contact_point) == (True, None, None)
    assert CODE.fullmatch(code_on(page))


def test_the_kind_follows_from_the_subject_and_stays_what_the_customer_called_it(client, place):
    client.post("/", filled(nature=""))
    assert Ticket.objects.get().nature == "complaint"
    client.post("/", filled(nature="enquiry", token="another"))
    assert Ticket.objects.latest("pk").nature == "enquiry"


@pytest.mark.parametrize("field", ["priority", "channel", "external_id", "title", "language"])
def test_what_is_ours_to_decide_cannot_be_sent_along(client, place, field):
    client.post("/", filled(**{field: "critical"}))
    assert getattr(Ticket.objects.get(), field) != "critical"


def test_the_ticket_speaks_the_language_of_the_page(client, place):
    client.cookies["django_language"] = "zh-hans"
    page = client.post("/", filled(words="水发黄。", name="周敏"), follow=True)
    assert Ticket.objects.get().language == "zh-hans"
    assert 'lang="zh-Hans"' in page.content.decode()


def test_a_file_is_kept_as_evidence_and_a_bad_one_is_named_with_nothing_half_done(client, place, tmp_path):
    page = client.post("/", filled(files=SimpleUploadedFile("virus.html", b"<script>")))
    assert page.status_code == 422
    assert "virus.html" in page.content.decode()
    assert "choose your files again" in page.content.decode()
    assert Ticket.objects.count() == 0
    client.post("/", filled(files=SimpleUploadedFile("meter.txt", b"61")))
    assert Attachment.objects.get().ticket == Ticket.objects.get()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_more_than_all_files_together_is_refused_by_its_length(client, place, settings):
    settings.ATTACHMENT_MAX_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10, 1000
    page = client.post("/", filled(files=SimpleUploadedFile("big.txt", b"x" * 5000)))
    assert page.status_code == 413


def test_a_machine_is_slowed_and_its_words_are_kept(client, place, monkeypatch):
    monkeypatch.setattr("channels_hub.pages.submit.MOST_AN_HOUR", 2)
    for token in "ab":
        assert client.post("/", filled(token=token)).status_code == 303
    page = client.post("/", filled(token="c"))
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 3000
    assert "The water is brown since Monday." in page.content.decode()


def test_before_anything_is_set_up_the_form_says_so(client, db):
    page = client.post("/", filled(category=""))
    assert page.status_code == 422
    assert Ticket.objects.count() == Inbound.objects.count() == 0


def test_the_danger_line_comes_first_and_a_colleague_signed_in_sees_the_same_form(client, place, agent, settings):
    settings.EMERGENCY_PHONE = "119"
    client.force_login(agent)
    html = client.get("/").content.decode()
    assert html.index("tel:119") < html.index("<textarea")


def test_the_form_costs_the_same_statements_for_many_categories(client, place, django_assert_max_num_queries):
    for number in range(30):
        making.make_category(f"category-{number}")
    with django_assert_max_num_queries(4):
        client.get("/")


def test_thanks_without_having_sent_leads_to_following(client, db):
    assert client.get("/thanks/").url == "/t/"


def test_robots_may_read_the_form_only(client):
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nAllow: /$\nDisallow: /\n"
