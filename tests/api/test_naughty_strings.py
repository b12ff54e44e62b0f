"""Strings that break programs, in every field: kept as they are, or refused by the field's name. Never a 5xx."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.inputs import MOVE_INPUTS
from complaints.inputs.receive import ReceiveInput
from complaints.models import Ticket
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS
from tests.api.test_description import description

pytestmark = pytest.mark.django_db

NAUGHTY = [
    " ", "undefined", "null", "true", "0", "-1", "1e309", "NaN", "'", '"', "''';--", "Robert'); DROP TABLE x;--",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "%s%n%d", "../../etc/passwd", "\\", "\n", "\r\n", "\t",
    "\u202etxt.exe", "\u200b", "\ufeff", "\u2028", "\ufdfa", "e\u0301", "\u0130", "ß", "水质浑浊",
    "\U0002070e\U00020731",
    "\U0001f468\u200d\U0001f469", "\u202e\u202d", "ʇǝʇs", "\U0001d54b", "１２３", "\u0663", "=1+1", "@SUM(1)", "x" * 80,
    "http://169.254.169.254/", "\x1b[31m", "\x7f", "$(reboot)", "`id`", "() { :;}; echo", "%00", "&#0;",
]  # fmt: skip
NEVER_KEPT = ["a\u0000b", "\ud800", "\udfff\ud800"]
FREE = ("words", "title", "place", "happened_on", "external_id")
FIELDS = sorted(ReceiveInput.base_fields)


@pytest.mark.parametrize("text", NAUGHTY)
def test_free_words_are_kept_as_they_are(hotline, text):
    answer = hotline.create(**dict.fromkeys(FREE, text), requests=[text, "x"], name=text)
    if not text.strip():
        assert set(answer.json()["errors"]) == {"words", "place"}
        return
    assert answer.status_code == 201, answer.content
    shown = hotline.get(f"{TICKETS}{answer.json()['number']}/").json()
    assert {name: shown[name] for name in FREE} == dict.fromkeys(FREE, text.strip())
    assert shown["requests"][0]["words"] == text.strip()
    assert Ticket.objects.get().customer.name == " ".join(text.split())


@pytest.mark.parametrize("field", FIELDS)
def test_what_cannot_be_kept_is_refused_by_the_fields_name(hotline, field):
    for text in [*NEVER_KEPT, "x" * 10_001]:
        answer = hotline.create(**{field: text})
        assert answer.status_code == 400, repr(text)
        assert set(answer.json()["errors"]) == {field}, repr(text)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {*FREE, "name", "requests"}))
def test_a_word_where_a_choice_belongs_is_refused_by_the_fields_name(hotline, field):
    for text in NAUGHTY[1::7]:
        answer = hotline.create(**{field: text})
        assert answer.status_code == 400, repr(text)
        assert set(answer.json()["errors"]) == {field}, repr(text)


@pytest.mark.parametrize("name", MOVE_INPUTS)
def test_in_every_field_of_every_move(hotline, name):
    stage = {"reply": "investigating", "archive": "replied", "reopen": "replied", "accept": "dispatched",
             "hold": "reviewing", "resume": "reviewing", "dispatch": "reviewing"}.get(name, "received")  # fmt: skip
    ticket = making.make_ticket(stage)
    for field in ["version", "move", *MOVE_INPUTS[name].base_fields, "answers", "result_1"]:
        for text in [*NEVER_KEPT, *NAUGHTY[::9]]:
            answer = hotline.post(f"{TICKETS}{ticket.number}/moves/", {"move": name, "version": 1} | {field: text})
            assert answer.status_code < 500, (field, text)
            json.loads(answer.content)


@pytest.fixture(scope="module")
def paths() -> list[str]:
    return sorted(description()["paths"])


strings = st.sampled_from([*NAUGHTY, *NEVER_KEPT])
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(NAUGHTY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = [*FIELDS, "requests", "move", "version", "answers", "milestone", "reached_at", "note", "team", "why", "until"]
bodies = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), json_values, max_size=6)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_sent_anywhere_is_answered_in_json_and_never_with_a_5xx(hotline, paths, data):
    number = Ticket.objects.values_list("number", flat=True).first() or hotline.create().json()["number"]
    path = data.draw(st.sampled_from(paths)).replace("{number}", data.draw(st.sampled_from([number, "x"])))
    if data.draw(st.booleans()):
        query = data.draw(st.dictionaries(st.sampled_from(["stage", "open", "cursor", "page_size", "number", "x"]),
                                          st.text(max_size=8), max_size=2))  # fmt: skip
        answer = hotline.http.get(path, query, headers=hotline._headers({}))
    else:
        base = data.draw(st.sampled_from([{}, COMPLAINT, {"move": "classify", "version": 1}]))
        answer = hotline.post(path, base | data.draw(bodies))
    assert answer.status_code < 500
    json.loads(answer.content)
