"""What is said on a ticket without moving it, and the files that come with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import attachments, messages
from complaints.api import bodies, schema
from complaints.api.moves import Change
from complaints.api.views import READ, TicketsView
from complaints.choices import Channel
from complaints.fields import long_text
from complaints.models import Attachment, Ticket
from servicecenter.models import Event
from servicecenter.problems import Problem, WrongInput


class Speech(Change):
    """A POST that adds words to a ticket."""

    form_class: type[forms.Form]

    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region")
        if not messages.may_write(self.actor):
            raise Problem(403, "role", _("Your role does not allow this."))
        said = bodies.valid(self.form_class(self.read(request)))
        return self.stand(ticket, self.say(ticket, **said), status=201)

    def read(self, request: Request) -> Any:
        return bodies.read(request.data, self.form_class.base_fields)

    def say(self, ticket: Ticket, **said: Any) -> Event:
        raise TypeError(f"{type(self).__name__} says nothing")

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at, "source": "api"}


class NoteInput(forms.Form):
    words = long_text(gettext_lazy("Note for colleagues"))


@schema.notes
class Notes(Speech):
    """Colleagues read it, the customer never does, and a program may write it but not read it again."""

    form_class = NoteInput

    def say(self, ticket: Ticket, **said: Any) -> Event:
        return messages.add_note(ticket, words=said["words"], **self.who_and_when)


class MessageInput(forms.Form):
    direction = forms.ChoiceField(choices=[("in", "in"), ("out", "out")])
    words = long_text(gettext_lazy("In your own words"))
    channel = forms.ChoiceField(choices=Channel.choices, required=False, label=gettext_lazy("Channel"))


@schema.messages
class Messages(Speech):
    """Words from the customer (in) or to the customer (out)."""

    form_class = MessageInput

    def say(self, ticket: Ticket, **said: Any) -> Event:
        do = messages.receive_message if said["direction"] == "in" else messages.send_message
        return do(ticket, words=said["words"], channel=said["channel"] or "api", **self.who_and_when)


class EvidenceInput(forms.Form):
    internal = forms.BooleanField(required=False)


@schema.evidence
class Evidence(Speech):
    """Files sent along: the customer's, or ours when `internal`. Checked by content, never by name."""

    form_class = EvidenceInput
    parser_classes = [MultiPartParser]

    def read(self, request: Request) -> Any:
        if unknown := set(request.data) - {"file", "internal"}:
            raise WrongInput({name[:100]: [_("There is no such field.")] for name in sorted(unknown)})
        if not request.FILES.getlist("file"):
            raise WrongInput({"file": [_("Send at least one file.")]})
        return request.data

    def act(self, request: Request, **kwargs: Any) -> Response:
        self.find(kwargs["number"])  # nobody makes us read files for a ticket they cannot see
        self.read(request)
        try:
            self.files = attachments.accept_all(request.FILES.getlist("file"))
        except ValidationError as error:
            raise WrongInput({"file": error.messages})
        with attachments.stored(self.files):
            return super().act(request, **kwargs)

    def say(self, ticket: Ticket, **said: Any) -> Event:
        rows = attachments.rows(self.files, at=self.at, by=self.actor.role, internal=said["internal"])
        if said["internal"]:
            return messages.add_note(ticket, words="", files=rows, **self.who_and_when)
        return messages.receive_message(ticket, words="", files=rows, channel="api", **self.who_and_when)


@schema.download
class Download(TicketsView):
    scopes = {"GET": READ}

    def get(self, request: Request, number: str, pk: int):
        shown = Attachment.objects.filter(attachments.of_whole(self.find(number), alone=self.client is not None), pk=pk)
        row = (shown.filter(internal=False) if self.client else shown).first()
        if row is None:
            raise Http404
        return attachments.serve(row)

    def perform_content_negotiation(self, request: Request, force: bool = False):
        """A file comes as what it is, whatever the caller says it would like."""
        return super().perform_content_negotiation(request, force=True)
