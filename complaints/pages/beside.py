"""The way on through a list: the nearest of these tickets that its reader may still see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints import numbers
from complaints.desk.worklist import PAGE
from complaints.queries import visible_to
from servicecenter.requests import signed_in


@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    """Of the numbers in `to`, the nearest first, the first in reach; back to the desk when none is."""
    asked = request.GET.get("to", "").split(",")[:PAGE]
    wanted = [numbers.read_number(one) for one in asked if numbers.read_number(one)]
    in_reach = visible_to(signed_in(request), timezone.now()).filter(number__in=wanted)
    seen = set(in_reach.values_list("number", flat=True))
    number = next((one for one in wanted if one in seen), None)
    return redirect("ticket", number) if number else redirect("desk")
