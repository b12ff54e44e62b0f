"""A customer's own copy: the whole case in one file, nothing internal, and nobody's who has not shown the code."""

import re

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client

from complaints import messages, numbers
from complaints.models import Ticket
from tests import making
from tests.making import NOW, acting, make_ticket

CODE = "ABCD-EFGH-JKMN"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def answered(promised, handler, agent) -> Ticket:
    ticket = make_ticket(
        "investigating", words="The water is <b>brown</b>.", requests=["Clean water"], handler=handler,
        team=handler.team, place="4 Canal Street",
    )  # fmt: skip
    messages.send_message(ticket, words="We come today.", actor=acting(agent), at=NOW, source="desk", channel="web")
    messages.add_note(ticket, words="Rude on the phone.", actor=acting(agent), at=NOW, source="desk")
    making.advance(ticket, "replied", by=acting(handler))
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    return ticket


@pytest.fixture
def opened(client, answered) -> Client:
    client.post("/t/", {"number": answered.number, "code": CODE})
    return client


def test_it_is_one_file_with_everything_said_and_its_dates(opened, answered):
    page = opened.get(f"/t/{answered.number}/").content.decode()
    assert f'href="/t/{answered.number}/copy/"' in page
    copy = opened.get(f"/t/{answered.number}/copy/")
    assert copy["Content-Disposition"] == f'attachment; filename="{answered.number}.html"'
    assert copy["Cache-Control"] == "private, no-store"
    html = copy.content.decode()
    for words in (answered.number, "The water is &lt;b&gt;brown&lt;/b&gt;.", "Clean water", "4 Canal Street",
                  "We come today.", "Our answer", "10:00"):  # fmt: skip
        assert words in html, words


def test_it_needs_nothing_from_anywhere_and_runs_nothing(opened, answered):
    html = opened.get(f"/t/{answered.number}/copy/").content.decode()
    styles = re.findall(r"<style>.*?</style>", html, re.DOTALL)
    assert styles == [_the_house_s_own_style()], "the same for everybody: no word of anybody's is in it"
    assert not re.search(r"(?i)url\(|@import|expression|src:", styles[0])
    told = html.replace(styles[0], "")
    assert not re.search(r"(?i)<script|<style|<link|<img|src=|href=|style=|<form|csrf", told)


def test_opened_from_a_disk_it_still_lets_nothing_run_nor_load(opened, answered):
    Ticket.objects.filter(pk=answered.pk).update(words="</style><script>alert(1)</script><img src=x onerror=alert(1)>")
    html = opened.get(f"/t/{answered.number}/copy/").content.decode()
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"""
    assert html.index(policy) < html.index("<style>")
    assert html.count("</style>") == 1
    assert "<script" not in html
    assert "<img" not in html


def _the_house_s_own_style() -> str:
    return render_to_string("public/_copy_style.html").strip()


def test_nothing_internal_is_in_it(opened, answered, handler):
    html = opened.get(f"/t/{answered.number}/copy/").content.decode()
    assert "Rude on the phone" not in html
    for colleague in (handler.username, handler.first_name, handler.get_full_name(), CODE):
        assert colleague not in html


def test_without_the_code_a_real_number_and_an_invented_one_lead_to_the_same_question(answered):
    stranger = Client()
    invented = next(n for n in iter(lambda: numbers.draw_number(NOW), "") if n != answered.number)
    real, none = stranger.get(f"/t/{answered.number}/copy/"), stranger.get(f"/t/{invented}/copy/")
    assert real.status_code == none.status_code == 302
    assert real["Location"].replace(answered.number, "") == none["Location"].replace(invented, "")


def test_one_s_own_code_opens_no_other_copy(opened, promised):
    other = make_ticket(words="Somebody else's.")
    assert opened.get(f"/t/{other.number}/copy/").status_code == 302


def test_in_chinese_for_who_reads_chinese(opened, answered):
    html = opened.get(f"/t/{answered.number}/copy/", headers={"accept-language": "zh-hans"}).content.decode()
    assert 'lang="zh-Hans"' in html
    assert "诉求" in html
