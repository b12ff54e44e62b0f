"""Find a ticket or a customer's tickets; one hit leads straight to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.calling import callers
from complaints.desk import search
from complaints.pages.desk import who
from complaints.pages.frame import draw
from servicecenter import actors
from servicecenter.requests import signed_in


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    typed = request.GET.get("q", "")[:200]
    found = search.find(typed, signed_in(request), at)
    if len(found.tickets) == 1 and not found.mistyped:
        return redirect("ticket", found.tickets[0].number)
    context = {
        "query": typed,
        "found": found,
        "hits": [(one, who(one, signed_in(request), at)) for one in found.tickets],
        "most": search.MOST,
        "may_look_up": callers.may_look_up(signed_in(request), at),
    }
    status = 404 if found.number and not found.tickets else 200
    return draw(
        request, "complaints/find.html", context, actor=actors.staff(signed_in(request), at), at=at, status=status
    )
