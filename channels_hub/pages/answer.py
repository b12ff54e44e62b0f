"""`/v/TOKEN/`: the page behind the link in a message. Looking at it changes nothing: mail scanners look too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from channels_hub import answer_links
from channels_hub.pages.privacy import customer_page
from complaints import refusals
from complaints.inputs.rating import RatingInput
from complaints.stages import rating
from servicecenter import actors


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is solved and how it was; keep the answer. It shows the number and nothing of the matter."""
    now = timezone.now()
    link = answer_links.read(token, now)
    if link is None:
        raise Http404
    said = rating.last_said(rating.asked_about(link.ticket))
    form = RatingInput(request.POST or None, initial=said, auto_id="rate_%s")
    refused, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rating.rate(link.ticket, **form.cleaned_data, actor=actors.customer(), at=now, source="web")
                return redirect(f"{request.path}?kept")
            except refusals.Refused as refusal:
                refused, status = str(refusal), 409
    context = {
        "ticket": link.ticket,
        "token": token,
        "form": form,
        "refused": refused,
        "kept": "kept" in request.GET and bool(said),
        "why_not": rating.why_not(link.ticket, now),
    }
    return render(request, "public/answer.html", context, status=status)
