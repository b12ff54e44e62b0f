"""What is written in the composer: words to the customer, or a note for colleagues, with files."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from complaints import attachments, messages
from complaints.fields import LONG
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, of_ticket
from complaints.pages.moves import draw_refusal
from complaints.pages.ticket import back, channel_of, draw_ticket
from complaints.refusals import Missing, NotYours
from servicecenter.actors import Actor


class ComposerInput(forms.Form):
    how = forms.ChoiceField(
        choices=[("message", gettext_lazy("Message")), ("note", gettext_lazy("Note for colleagues"))]
    )
    words = forms.CharField(max_length=LONG, error_messages={"required": gettext_lazy("Write a few words first.")})


@require_POST
@of_ticket
def message(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Written: back to the ticket, whose timeline shows it. Not written: the same page with the words kept."""
    form = ComposerInput(request.POST)
    errors = [str(message) for messages_ in form.errors.values() for message in messages_]
    files: list[attachments.Accepted] = []
    try:
        files = attachments.accept_all(request.FILES.getlist("files"))
    except ValidationError as error:
        errors += error.messages
    if not errors:
        try:
            _write(ticket, form.cleaned_data["how"], form.cleaned_data["words"], files, actor, at)
        except NotYours as refusal:
            return draw_refusal(request, ticket, refusal, form.cleaned_data["words"], actor, at)
        except Missing as missing:
            errors += [one for messages_ in missing.errors.values() for one in messages_]
        else:
            return back(ticket)
    if request.FILES:
        errors.append(_("Choose the files again: a browser does not keep them."))
    kept = {"how": request.POST.get("how", ""), "written": request.POST.get("words", ""), "composer_errors": errors}
    return draw_ticket(request, ticket, actor, at, extra=kept, status=422)


def _write(ticket: Ticket, how: str, words: str, accepted, actor: Actor, at: datetime) -> None:
    note = how == "note"
    with attachments.stored(accepted) as stored, transaction.atomic():
        files = attachments.rows(stored, at=at, by=actor.role, internal=note)
        if note:
            messages.add_note(ticket, words=words, files=files, actor=actor, at=at, source=SOURCE)
        else:
            messages.send_message(
                ticket, words=words, files=files, actor=actor, at=at, source=SOURCE, channel=channel_of(ticket)
            )
