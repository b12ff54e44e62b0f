"""`/t/lost/` and `/t/back/…/`: the code is lost; a link goes to the address on the request and opens it once.

Whoever asks is told the same, whether number and address fit together or not.
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from channels_hub import way_back
from channels_hub.pages import grants
from channels_hub.pages.follow_forms import LostForm
from channels_hub.pages.privacy import customer_page
from complaints import numbers
from servicecenter import attempts, errors
from servicecenter.requests import client_address

WITHIN = timedelta(hours=1)
MOST_PER_NUMBER, MOST_PER_ADDRESS = 3, 20


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        number = numbers.read_number(request.GET.get("number", ""))
        return _ask(request, LostForm(initial={"number": number}))
    form, now = LostForm(request.POST), timezone.now()
    if not form.is_valid():
        return _ask(request, form, status=422)
    number, address = form.cleaned_data["number"], form.cleaned_data["address"]
    per_address = attempts.take("lost-from", client_address(request), now, most=MOST_PER_ADDRESS, within=WITHIN)
    per_number = attempts.take("lost", number, now, most=MOST_PER_NUMBER, within=WITHIN)
    if again_at := max(filter(None, (per_address, per_number)), default=None):
        return errors.too_many(request, again_at)
    way_back.ask(number, address, now)
    return render(request, "public/lost.html", {"number": number})


def _ask(request: HttpRequest, form: LostForm, status: int = 200) -> HttpResponse:
    return render(request, "public/lost.html", {"form": form}, status=status)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, asked: int, token: str) -> HttpResponseBase:
    """Looking at it changes nothing, mail scanners look too; one press opens the request for this browser."""
    now = timezone.now()
    ticket = way_back.read(asked, token, now)
    if ticket is None:
        return render(request, "public/back.html", {"ticket": None}, status=404)
    if request.method != "POST":
        return render(request, "public/back.html", {"ticket": ticket, "asked": asked, "token": token})
    way_back.use(ticket, asked, now)
    grants.grant(request, ticket.number, now)
    return redirect("follow_ticket", ticket.number)
