"""What customers are written, as an administrator words it: checked, previewed, versioned, never lost."""

import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from channels_hub import letters, paper, rewording, shipped, variables, wording
from channels_hub.models import MessageText, Outbound
from channels_hub.notices import TO_CUSTOMER
from channels_hub.shipped import Words
from complaints import messages
from servicecenter.models import Event
from servicecenter.outbox import relay
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db
ADD = "/admin/channels_hub/messagetext/add/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(making.make_staff("administrator"))
    return client


def wording_of(code: str, **changes: str) -> dict[str, str]:
    return {**rewording.as_it_is(code), **changes}


def reworded(code: str, **changes: str) -> MessageText:
    return rewording.reword(code, wording_of(code, **changes), why="", by=None, at=NOW)


def written(agent, words: str = "We come on Friday.", language: str = "en") -> letters.Letter:
    ticket = make_ticket(contact="mei.chen@customer.invalid")
    ticket.language = language
    ticket.save(update_fields=["language"])
    messages.send_message(ticket, words=words, actor=making.acting(agent), at=NOW, source="desk", channel="web")
    while relay(NOW):
        pass
    return letters.write(Outbound.objects.get(ticket=ticket, template="message"))


def test_without_a_version_the_shipped_text_is_sent(agent):
    letter = written(agent)
    assert letter.subject.startswith("A message about ")
    assert letter.body.startswith("We come on Friday.\n\nFollow it, write to us")
    assert "Files with it" not in letter.body, "a paragraph with nothing to say is left out as a whole"


def test_the_newest_version_in_use_is_sent_and_put_out_of_use_the_one_before(agent):
    reworded("message", body_en="Dear customer,\n\n{words}\n\n{end}")
    second = reworded("message", body_en="Good day,\n\n{words}\n\n{end}", subject_en="About {number}")
    assert second.number == 2
    letter = written(agent)
    assert letter.body.startswith("Good day,\n\nWe come on Friday.")
    assert letter.subject.startswith("About 2")
    MessageText.objects.filter(number=2).update(is_active=False)
    assert written(agent).body.startswith("Dear customer,")
    MessageText.objects.update(is_active=False)
    assert written(agent).subject.startswith("A message about ")


def test_each_language_has_its_own_words_and_the_end_is_worded_once_for_all(agent):
    reworded("end", body_en="{first_code}\n\nYours, {utility_name}", body_zh="{first_code}\n\n{utility_name}敬上")
    assert "Yours, " in written(agent).body
    assert "敬上" in written(agent, language="zh-hans").body


def test_what_a_customer_or_colleague_wrote_in_braces_is_left_as_it_is(agent):
    assert "{number} {nonsense}" in written(agent, words="See {number} {nonsense}.").body


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"body_en": "{words} {code} {end}"}, "body_en", "There is no variable {code} here"),
        ({"body_zh": "{words}{姓名}"}, "body_zh", "{姓名}"),
        ({"subject_en": "{words.__class__}"}, "subject_en", "There is no variable"),
        ({"body_en": "Hello {end}"}, "body_en", "cannot do without {words}"),
        ({"body_en": "{words} {"}, "body_en", "A brace stands alone"),
        ({"subject_zh": " "}, "subject_zh", "Give the message a subject"),
        ({"body_en": ""}, "body_en", "Give the message a text"),
        ({"subject_en": "One\nBcc: all@customer.invalid"}, "subject_en", "one line"),
        ({"body_en": "{words} {survey_links}"}, "body_en", "{survey_links}"),
    ],
)
def test_a_wording_that_cannot_be_meant_is_refused_by_its_column(changes, column, words):
    with pytest.raises(ValidationError) as refused:
        reworded("message", **changes)
    assert words in " ".join(refused.value.message_dict[column])
    assert not MessageText.objects.exists()


def test_only_the_end_of_a_message_can_name_the_access_code_and_says_it_only_once(agent):
    naming = [code for code, one in shipped.messages().items() if "first_code" in one.variables]
    assert naming == ["end"]
    letter = written(agent)
    assert "access code, which we tell you this once" not in letter.body
    assert "We do not send it again by mail" in letter.body


def test_everything_customers_are_sent_has_a_text_that_passes_its_own_check_in_both_languages():
    assert {*TO_CUSTOMER.values(), *paper.TEMPLATES.values(), "final", "end"} == set(shipped.messages())
    for code, message in shipped.messages().items():
        rewording.check(code, rewording.as_it_is(code))
        assert set(message.variables) <= set(variables.MEANS)
        for language in ("en", "zh-hans"):
            told = variables.preview(message, message.words(language), language)
            assert not re.search(r"[{}]", told.subject + told.body), "a sample for each variable"


def test_defaults_bring_a_first_version_of_each_and_never_touch_one_that_is_there():
    seed_defaults()
    assert MessageText.objects.count() == len(shipped.messages())
    mine = reworded("survey", subject_en="One question about {number}")
    MessageText.objects.filter(code="missed").update(body_en="{answer_link} Please.")
    assert not [line for line in seed_defaults() if line.startswith("message text")]
    assert wording.in_use("survey", "en").subject == "One question about {number}"
    assert mine.number == 2
    assert MessageText.objects.get(code="missed").body_en == "{answer_link} Please."


def test_the_administrator_previews_keeps_and_finds_each_change_logged(administrator):
    page = administrator.get(f"{ADD}?code=message").content.decode()
    assert "{words}" in page, "the wording in use to begin with"
    form = {"code": "message", **wording_of("message", body_en="Good day,\n\n{words}\n\n{end}"), "is_active": "on"}
    previewed = administrator.post(ADD, {**form, "_preview": "1"}).content.decode()
    assert "We flushed the pipe in Canal Street" in previewed
    assert "今早已对运河街" in previewed
    assert "Good day,\n\n{words}" in previewed.replace("\r\n", "\n"), "it is still there to go on with"
    assert not MessageText.objects.exists(), "a preview keeps nothing"
    assert administrator.post(ADD, form).status_code == 302
    version = MessageText.objects.get()
    assert (version.number, version.made_at, version.made_by.username[:13]) == (1, NOW, "administrator")
    event = Event.objects.get(kind="configuration.changed")
    assert event.payload["model"] == "channels_hub.messagetext"
    assert "Good day" in str(event.words.text)


def test_on_the_page_an_unknown_variable_is_refused_in_words_and_what_was_typed_stays(administrator):
    form = {"code": "message", **wording_of("message", body_en="{words} {name}"), "is_active": "on"}
    for more in ({}, {"_preview": "1"}):
        page = administrator.post(ADD, {**form, **more}).content.decode()
        assert "There is no variable {name} here" in page
        assert "{words} {name}" in page
    assert not MessageText.objects.exists()


def test_a_version_that_was_sent_is_never_changed_only_put_out_of_use(administrator):
    version = reworded("message", subject_en="About {number}")
    address = f"/admin/channels_hub/messagetext/{version.pk}/change/"
    assert "About 2611-479065-8" in administrator.get(address).content.decode()
    administrator.post(address, {**wording_of("message", subject_en="Other {number}")})
    version.refresh_from_db()
    assert (version.subject_en, version.is_active) == ("About {number}", False)
    copy = administrator.get(f"{ADD}?from={version.pk}").content.decode()
    assert "About {number}" in copy
    assert administrator.post(f"/admin/channels_hub/messagetext/{version.pk}/delete/").status_code == 403


def test_nobody_else_words_messages(client):
    client.force_login(making.make_staff("supervisor"))
    assert client.get(ADD).status_code in {302, 403}


def test_a_paragraph_is_left_out_with_what_it_names_and_gaps_are_closed():
    said = wording.fill(Words("{a}", "One\n\n\nHead\n{a}\n\n{b} and {a}\n\nEnd"), {"a": "", "b": "B"})
    assert said == Words("", "One\n\nEnd\n")
