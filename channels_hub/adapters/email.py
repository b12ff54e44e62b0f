"""Email out: SMTP when EMAIL_HOST is set, else the console. Every mail says that a machine wrote it."""

import logging
import smtplib
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from channels_hub import letters
from channels_hub.adapters import NotAccepted, NotNow
from channels_hub.models import Outbound

log = logging.getLogger(__name__)

# The server said no before it took the message; whatever else goes wrong after the greeting is uncertain.
REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


def send(row: Outbound) -> None:
    """Hand one message over. Raises NotAccepted when it surely was not; anything else is uncertain."""
    try:
        message = compose(row)
        message.message()  # an impossible header shows here, before anyone is called
    except Exception as error:
        raise NotAccepted(f"not written: {type(error).__name__}: {error}") from error
    with _connected() as connection:
        message.connection = connection
        try:
            message.send()
        except REFUSALS as error:
            refused = NotNow if _asks_to_wait(error) else NotAccepted
            raise refused(f"refused: {type(error).__name__}") from error


def _asks_to_wait(error: smtplib.SMTPException) -> bool:
    """An answer of the four hundreds is for now only (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _words in error.recipients.values())
    return 400 <= getattr(error, "smtp_code", 0) < 500


@contextmanager
def _connected():
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(f"no connection: {type(error).__name__}") from error
    try:
        yield connection
    finally:
        _close(connection)


def _close(connection) -> None:
    """A server that is gone at the goodbye has said yes or no already: that answer stands."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        log.info("mail server left without goodbye: %s", type(error).__name__)


def compose(row: Outbound) -> EmailMessage:
    """The mail in the recipient's language. Its Message-ID is the row's, so a second copy is recognisable."""
    letter = letters.write(row)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[row.contact_point.value if row.contact_point else row.user.email],
        headers={
            "Message-ID": f"<outbound-{row.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
