"""Email out: SMTP when EMAIL_HOST is set, else the console. Every mail says that a machine wrote it."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from channels_hub.models import Outbound


class NotAccepted(Exception):
    """Surely not handed over: refused by the server, or never reached it."""


def send(row: Outbound) -> None:
    """Hand one message over. Raises NotAccepted when it surely was not; anything else is uncertain."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotAccepted(f"no connection: {type(error).__name__}") from error
    try:
        compose(row, connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotAccepted(f"refused: {type(error).__name__}") from error
    finally:
        connection.close()


def compose(row: Outbound, connection=None) -> EmailMessage:
    """The mail in the recipient's language. Its Message-ID is the row's, so a second copy is recognisable."""
    words = getattr(row.event, "words", None)
    context = {
        "ticket": row.ticket,
        "event": row.event,
        "words": words.text if words else {},
        "site": settings.SITE_URL,
        "clock_due": row.ticket.next_due_at,
    }
    with translation.override(row.language):
        subject = render_to_string(f"messages/{row.template}_subject.txt", context).strip()
        body = render_to_string(f"messages/{row.template}.txt", context)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[str(row.contact_point.value) if row.contact_point else row.user.email],
        headers={
            "Message-ID": f"<outbound-{row.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        connection=connection,
    )
