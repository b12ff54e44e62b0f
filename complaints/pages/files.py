"""Evidence, to those who may see its ticket."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints import attachments
from complaints.models import Attachment
from complaints.queries import visible_to
from servicecenter.requests import signed_in


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    tickets = visible_to(signed_in(request), timezone.now())
    return attachments.serve(get_object_or_404(Attachment, pk=pk, ticket__in=tickets))
