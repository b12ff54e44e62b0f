"""Real SMTP on this machine: a mail arrives once, says a machine wrote it, and what is uncertain is never resent."""

import email
import email.policy
import socket
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail

from channels_hub import delivery, letters
from channels_hub.models import Outbound
from complaints import messages
from complaints.models import Ticket
from complaints.rounds import sweep_clocks
from complaints.stages import archive
from servicecenter import actors, outbox
from servicecenter.rounds import database_now
from tests import making


class Mailbox:
    """Takes every mail, or answers as told."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK"):
        self.rcpt, self.data, self.mails = rcpt, data, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.data == "hang up":
            server.transport.close()
        return self.data if self.data != "hang up" else "250 OK"


@contextmanager
def serving(settings, mailbox: Mailbox):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port, server_hostname="localhost")
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    settings.DEFAULT_FROM_EMAIL = "Alderport Utilities <service@utility.invalid>"
    try:
        yield mailbox
    finally:
        server.stop()


def tell() -> None:
    """What happened is heard, and what is queued is handed over."""
    while outbox.relay(database_now()):
        pass
    while delivery.deliver(database_now()):
        pass


def states() -> list[str]:
    return list(Outbound.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def mine(promised, north) -> Ticket:
    return making.make_ticket(region=north)


def test_a_receipt_arrives_once_and_says_who_wrote_it(settings, mine):
    with serving(settings, Mailbox()) as box:
        tell()
        tell()
    (letter,) = box.mails
    assert letter["To"] == "mei.chen@customer.invalid"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == f"<outbound-{Outbound.objects.get().pk}@utility.invalid>"
    assert mine.number in letter["Subject"]
    assert "Our answer: by Wed 18 Mar, 18:00" in letter.get_content()
    assert states() == ["sent"]


def test_a_chinese_customer_reads_chinese_in_subject_and_text(settings, promised, north):
    making.make_ticket(region=north, language="zh-hans", words="水发黄。")
    with serving(settings, Mailbox()) as box:
        tell()
    (letter,) = box.mails
    assert letter["Subject"].startswith("已收到您的反映：")
    assert "答复：2026-03-18（周三）18:00前" in letter.get_content()


def test_a_refused_recipient_is_failed_and_stays_failed(settings, mine):
    with serving(settings, Mailbox(rcpt="550 no such user")):
        tell()
        tell()
    assert states() == ["failed"]
    assert "Refused" in Outbound.objects.get().error


def test_a_refused_text_is_failed(settings, mine):
    with serving(settings, Mailbox(data="554 no")):
        tell()
    assert states() == ["failed"]


def nobody_listens(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_nobody_listening_is_tried_again_later_and_arrives_once(settings, mine):
    nobody_listens(settings)
    tell()
    row = Outbound.objects.get()
    assert (row.state, row.attempts) == ("queued", 1)
    assert "no connection" in row.error

    with serving(settings, Mailbox()) as box:
        delivery.deliver(row.next_attempt_at - timedelta(seconds=1))
        assert box.mails == []
        delivery.deliver(row.next_attempt_at)
        delivery.deliver(row.next_attempt_at)
    assert (len(box.mails), states()) == (1, ["sent"])


def test_a_server_that_asks_to_wait_is_asked_again(settings, mine):
    with serving(settings, Mailbox(rcpt="451 greylisted")):
        tell()
    assert states() == ["queued"]
    with serving(settings, Mailbox()) as box:
        delivery.deliver(Outbound.objects.get().next_attempt_at)
    assert (len(box.mails), states()) == (1, ["sent"])


def test_after_twelve_tries_a_person_has_to_look(settings, mine):
    nobody_listens(settings)
    tell()
    waits = []
    while (row := Outbound.objects.get()).state == "queued":
        waits.append(round((row.next_attempt_at - database_now()).total_seconds() / 60))
        delivery.deliver(row.next_attempt_at)
    assert waits == [1, 2, 4, 8, 16, 32, *[60] * 5]
    assert (row.state, delivery.send_again(row, making.NOW), states()) == ("failed", True, ["queued"])


def test_a_connection_lost_after_the_text_is_unknown_and_never_sent_again(settings, mine):
    with serving(settings, Mailbox(data="hang up")) as box:
        tell()
        tell()
    assert len(box.mails) == 1
    assert states() == ["unknown"]


def test_a_server_that_leaves_without_goodbye_has_still_said_yes(settings, mine, monkeypatch):
    async def vanish(self, arg):
        self.transport.close()

    monkeypatch.setattr(SMTP, "smtp_QUIT", vanish)
    with serving(settings, Mailbox()) as box:
        tell()
    assert len(box.mails) == 1
    assert states() == ["sent"]


def test_a_worker_killed_in_flight_leaves_unknown_behind_and_nobody_resends(settings, mine):
    outbox.relay(database_now())
    now = database_now()
    Outbound.objects.update(state="in_flight", claimed_at=now)
    with serving(settings, Mailbox()) as box:
        delivery.deliver(now + timedelta(minutes=4))
        assert states() == ["in_flight"], "somebody may still be at it"
        delivery.deliver(now + timedelta(minutes=6))
        delivery.deliver(now + timedelta(minutes=7))
    assert states() == ["unknown"]
    assert box.mails == []


def test_of_two_workers_one_sends(settings, mine, monkeypatch):
    """The second worker read its list before the first claimed the row."""
    outbox.relay(database_now())
    hand_over = delivery._hand_over

    def second_worker_first(pk):
        delivery.deliver(database_now())
        hand_over(pk)

    monkeypatch.setattr(delivery, "_hand_over", second_worker_first)
    with serving(settings, Mailbox()) as box:
        delivery.deliver(database_now())
    assert len(box.mails) == 1


def test_a_letter_that_cannot_be_written_fails_before_anyone_is_called(settings, mine, monkeypatch):
    monkeypatch.setattr(letters, "write", lambda row: letters.Letter("line\nBcc: all@utility.invalid", "text"))
    with serving(settings, Mailbox()) as box:
        tell()
    assert states() == ["failed"]
    assert box.mails == []


def test_no_header_can_be_slipped_in_by_what_a_customer_writes(settings, promised, north):
    making.make_ticket(region=north, words="Hello\r\nBcc: all@utility.invalid", name="A\nBcc: all@utility.invalid")
    with serving(settings, Mailbox()) as box:
        tell()
    (letter,) = box.mails
    assert letter["Bcc"] is None


def test_without_a_mail_server_it_goes_to_the_console(settings, mine, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    tell()
    assert mine.number in capsys.readouterr().out
    assert states() == ["sent"]


def test_the_answer_brings_its_words_and_each_result_but_never_the_code(mine, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for stage in ("reviewing", "dispatched", "investigating", "replied"):
        making.advance(mine, stage)
    tell()
    letter = mail.outbox[-1]
    assert letter.subject == f"Our answer to {mine.number}"
    assert "We flushed the pipe; the water is clear again." in letter.body
    assert "- Clean water: Met" in letter.body
    assert "until Fri 10 Apr" in letter.body
    assert f"{settings.SITE_URL}/t/" in letter.body


def test_a_message_and_a_reopening_name_the_date_of_the_answer(mine, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    messages.send_message(
        mine, words="Is it Mei's tap & bath?", actor=actors.SYSTEM, at=making.NOW, source="desk", channel="email"
    )
    tell()
    assert "Is it Mei's tap & bath?" in mail.outbox[-1].body, "plain text needs no escaping"
    assert "Our answer: by Wed 18 Mar, 18:00" in mail.outbox[-1].body
    for stage in ("reviewing", "dispatched", "investigating", "replied"):
        making.advance(mine, stage)
    archive.reopen(mine, actor=actors.customer(), at=making.NOW, source="web", words="Brown again.")
    tell()
    assert mail.outbox[-1].subject == f"We look at it again: {mine.number}"
    assert "by Mon 16 Mar, 18:00" in mail.outbox[-1].body


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("template", ["received", "replied", "message", "reopened"])
def test_every_letter_to_a_customer_is_whole_in_both_languages(mine, template, language):
    outbox.relay(database_now())
    row = Outbound.objects.get()
    row.template, row.language = template, language
    letter = letters.write(row)
    assert mine.number in letter.subject
    assert "/t/" in letter.body
    assert "\n\n\n" not in letter.body
    assert "&" not in letter.body


def test_colleagues_read_number_and_due_time_but_nothing_of_the_customer(mine, supervisor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    making.put_on_duty(supervisor, "supervisor")
    Outbound.objects.all().delete()
    outbox.relay(database_now())
    sweep_clocks(making.NOW + timedelta(days=10))
    tell()
    ours = [letter for letter in mail.outbox if letter.to == [supervisor.email]]
    assert ours
    for letter in ours:
        assert mine.number in letter.subject
        assert "Mei" not in letter.body + letter.subject
        assert "brown" not in letter.body + letter.subject


def test_the_form_cannot_flood_an_address_that_is_not_the_senders(mine, north):
    for number in range(5):
        making.make_ticket(region=north, name=f"Somebody {number}")
    while outbox.relay(database_now()):
        pass
    assert Outbound.objects.filter(template="received").count() == 3
