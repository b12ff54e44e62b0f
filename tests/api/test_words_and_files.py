"""Notes, messages and evidence over REST: kept, shown to whom they are meant for, and nothing moved by them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from complaints.models import Attachment, Ticket
from tests.api.conftest import TICKETS, caller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def number(hotline) -> str:
    return hotline.create().json()["number"]


def picture(name: str = "meter.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "brown").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def upload(who, number: str, *files, key: str = "", **fields):
    more = {"Idempotency-Key": key} if key else {}
    return who.http.post(
        f"{TICKETS}{number}/attachments/", {"file": list(files)} | fields, headers=who._headers({}) | more
    )


def test_a_message_from_the_customer_stands_in_the_timeline_and_moves_nothing(hotline, number):
    said = hotline.post(f"{TICKETS}{number}/messages/", {"direction": "in", "words": "Any news?", "channel": "sms"})
    assert said.status_code == 201, said.content
    assert (said.json()["stage"], said.json()["version"]) == ("received", 1)
    last = hotline.get(f"{TICKETS}{number}/").json()["timeline"][-1]
    assert (last["kind"], last["side"], last["words"]) == ("message.received", "in", "Any news?")


def test_a_note_is_kept_for_colleagues_and_read_by_no_program(hotline, number):
    noted = hotline.post(f"{TICKETS}{number}/notes/", {"words": "Wants money every spring."})
    assert noted.status_code == 201
    shown = hotline.get(f"{TICKETS}{number}/")
    assert shown.json()["timeline"][-1]["kind"] == "note.added"
    assert b"every spring" not in shown.content


def test_words_that_are_none_are_refused(hotline, number):
    for rest, body in (("notes/", {}), ("messages/", {"words": "x"}), ("messages/", {"direction": "up", "words": "x"})):
        assert hotline.post(f"{TICKETS}{number}/{rest}", body).status_code == 400


def test_evidence_is_kept_and_given_out_again(hotline, number):
    sent = upload(hotline, number, picture())
    assert sent.status_code == 201, sent.content
    shown = hotline.get(f"{TICKETS}{number}/").json()["attachments"]
    assert [one["name"] for one in shown] == ["meter.png"]
    got = hotline.get(shown[0]["href"], Accept="image/png")
    assert got.status_code == 200
    assert b"".join(got.streaming_content).startswith(b"\x89PNG")
    assert got["X-Content-Type-Options"] == "nosniff"


def test_the_same_upload_twice_is_kept_once(hotline, number):
    first, again = (upload(hotline, number, picture(), key="f") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert upload(hotline, number, picture("other.png"), key="f").status_code == 422
    assert Attachment.objects.count() == 1


def test_internal_evidence_is_not_there_for_programs(hotline, number):
    assert upload(hotline, number, picture(), internal="true").status_code == 201
    kept = Attachment.objects.get()
    assert kept.internal
    assert hotline.get(f"{TICKETS}{number}/").json()["attachments"] == []
    assert hotline.get(f"{TICKETS}{number}/attachments/{kept.pk}/").status_code == 404


def test_what_is_no_evidence_is_refused_and_nothing_is_kept(hotline, number, tmp_path):
    script = SimpleUploadedFile("invoice.pdf", b"<script>alert(1)</script>", "application/pdf")
    refused = upload(hotline, number, picture(), script)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["file"])
    assert upload(hotline, number).status_code == 400
    assert upload(hotline, number, picture(), colour="brown").status_code == 400
    assert not Attachment.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nobody_adds_to_a_ticket_they_cannot_see(hotline, number):
    other = caller("other", "tickets:create", "tickets:move")
    Ticket.objects.update(client=None)
    unknown = other.post(f"{TICKETS}x/notes/", {"words": "x"}).content
    assert other.post(f"{TICKETS}{number}/notes/", {"words": "x"}).content == unknown
    assert upload(other, number, picture()).content == unknown
