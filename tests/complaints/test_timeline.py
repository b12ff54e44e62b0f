"""The timeline: what happened, in words, in both languages, and only what the reader may read."""

from datetime import timedelta

import pytest
from django.utils import translation

from complaints import messages, sentences, timeline
from complaints.queries import Disclosure, disclose
from complaints.stages import investigate, review
from servicecenter import trail
from servicecenter.models import Event, EventText
from tests import making

pytestmark = pytest.mark.django_db
EVERYTHING = Disclosure(name=True, contact=True)
NOW = making.NOW


def told(ticket, shown=EVERYTHING):
    return [(entry.who, entry.sentence) for entry in timeline.of(ticket, shown, now=NOW)]


def test_every_kind_of_event_about_a_ticket_has_its_sentence():
    kinds = {kind for kind in trail.declared() if kind.startswith(("ticket.", "message.", "note.", "clock."))}

    assert kinds - set(sentences.COLLEAGUES) == set()


def test_a_whole_journey_reads_as_a_story(north, network, reviewer, handler):
    ticket = making.make_ticket("dispatched", region=north, team=network, handler=handler, by=making.acting(reviewer))
    making.advance(ticket, "investigating", by=making.acting(handler))
    making.advance(ticket, "replied", by=making.acting(handler))

    assert told(ticket) == [
        ("Mei Chen", "Complaint, Web form"),
        ("Ruth Lin", "started the review"),
        ("Ruth Lin", "dispatched it to network, Hana Lin"),
        ("Hana Lin", "accepted it"),
        ("Hana Lin", "replied to the customer: Resolved"),
    ]


def test_the_reply_says_what_became_of_each_request(north, handler):
    ticket = making.make_ticket("replied", region=north, handler=handler)

    reply = timeline.of(ticket, EVERYTHING, now=NOW)[-1]

    assert [(one.words, one.label) for one in reply.results] == [("Clean water", "Met"), ("A refund for March", "Met")]
    assert reply.side == "out"


def test_the_same_story_in_chinese(north, network, reviewer):
    ticket = making.make_ticket("reviewing", region=north, by=making.acting(reviewer))
    with translation.override("zh-hans"):
        sentence = told(ticket)[0]

    assert sentence == ("Mei Chen", "投诉，网页表单")


def test_a_hold_says_until_when_on_the_clock_of_the_place(north, reviewer):
    ticket = making.make_ticket("reviewing", region=north, by=making.acting(reviewer))
    making.hold(ticket, at=NOW, until=NOW + timedelta(days=1), by=making.acting(reviewer))

    assert told(ticket)[-1][1] == "put it on hold until Thu 12 Mar, 10:00: hold-reason"
    with translation.override("zh-hans"):
        assert "2026-03-12（周四）10:00" in told(ticket)[-1][1]


def test_erased_words_are_said_to_be_erased(ticket, agent):
    messages.add_note(ticket, words="Secret", actor=making.acting(agent), at=NOW, source="desk")
    EventText.objects.all().delete()

    note = timeline.of(ticket, EVERYTHING, now=NOW)[-1]

    assert (note.words, note.erased) == ("", True)


def test_the_customer_reads_what_was_said_and_never_a_note_or_a_name(ticket, agent):
    acting = making.acting(agent)
    messages.add_note(ticket, words="Difficult caller", actor=acting, at=NOW, source="desk")
    messages.send_message(ticket, words="We come tomorrow", actor=acting, at=NOW, source="desk", channel="email")
    review.start_review(ticket, actor=acting, at=NOW, source="desk")

    entries = timeline.for_customer(ticket)

    assert [entry.sentence for entry in entries] == ["You wrote to us", "We wrote to you"]
    assert "Difficult" not in str(entries)
    assert "Ada" not in str(entries)


def test_a_confidential_customer_is_nameless_for_the_department(north, network, handler):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)

    shown = disclose(handler, ticket, NOW)

    assert told(ticket, shown)[0][0] == "The customer"


def test_a_long_story_costs_no_more_statements_than_a_short_one(ticket, agent, django_assert_num_queries):
    acting = making.acting(agent)
    for _ in range(40):
        messages.add_note(ticket, words="Again", actor=acting, at=NOW, source="desk")
        investigate.escalate(ticket, actor=acting, at=NOW, source="desk")
    ticket = type(ticket).objects.select_related("region__calendar", "customer").get(pk=ticket.pk)

    happened = Event.objects.count()

    with django_assert_num_queries(2):
        assert len(timeline.of(ticket, EVERYTHING, now=NOW)) == happened
