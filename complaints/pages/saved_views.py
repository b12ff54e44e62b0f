"""Lists of the desk under names of one's own: kept, opened and forgotten."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from complaints.desk import saved_views
from complaints.inputs.saved_views import SavedViewInput
from complaints.pages import desk
from complaints.pages.frame import draw
from complaints.refusals import Missing
from servicecenter import actors
from servicecenter.requests import signed_in


def views(request: HttpRequest) -> HttpResponse:
    """Those there are, and a name for the list one comes from."""
    user, at = signed_in(request), timezone.now()
    if "drop" in request.POST:
        saved_views.drop(user, request.POST["drop"])
        return redirect("saved_views")
    came_from = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    query = desk.asked_in(came_from)
    form = SavedViewInput(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            saved_views.keep(user, form.cleaned_data["name"], query)
        except Missing as missing:
            form.add_error("name", missing.errors["name"][0])
        else:
            return redirect(f"{reverse('desk')}?{query}")
    context = {"form": form, "asked": query, "words": in_words(came_from), "saved": told(user)}
    status = 422 if form.is_bound else 200
    return draw(request, "complaints/saved_views.html", context, actor=actors.staff(user, at), at=at, status=status)


def told(user) -> list[tuple[saved_views.SavedView, str]]:
    return [(one, in_words(QueryDict(one.query))) for one in saved_views.of(user)]


def in_words(query: QueryDict) -> str:
    """What a list shows, as its filters are called."""
    chosen = desk.chosen_in(query)
    offers = desk.offered(chosen)
    ticked = [str(offers[name][1].get(one, one)) for name, values in chosen.items() for one in values]
    return " · ".join([str(desk.VIEW_NAMES[desk.view_in(query)]), *ticked])
