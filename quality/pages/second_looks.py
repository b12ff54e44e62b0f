"""What makes figures look better: how much of each, by whom, and a sample to look at again."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from complaints.pages.frame import draw
from complaints.queries import visible_to
from quality import asking, second_looks
from quality.access import WATCHERS
from quality.pages.door import for_roles
from servicecenter.actors import Actor

LONGEST_SEED = 40


@require_safe
@for_roles(WATCHERS)
def overview(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    question, form = asking.read(request.GET, at)
    counted = second_looks.count(question.scope(visible_to(actor.user, at), at))
    context = {
        "section": "quality", "question": question, "form": form, "kept": question.query(),
        "sorts": [(sort, counted[code]) for code, sort in second_looks.SORTS.items()],
    }  # fmt: skip
    return draw(request, "quality/second_looks.html", context, actor=actor, at=at)


@require_safe
@for_roles(WATCHERS)
def sort(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """One sort: who did it how often, and the sample the seed draws."""
    if code not in second_looks.SORTS:
        raise Http404
    one = second_looks.SORTS[code]
    question, form = asking.read(request.GET, at)
    scope = question.scope(visible_to(actor.user, at), at)
    seed = request.GET.get("seed", "")[:LONGEST_SEED] or f"{question.first}/{question.last}"
    people = second_looks.count_by_person(one, scope)
    context = {
        "section": "quality", "question": question, "form": form, "kept": question.query(), "one": one, "seed": seed,
        "total": second_looks.found(one, scope).count(),
        "people": [(user, n, question.query(person=user.username, seed=seed)) for user, n in people],
        "looks": second_looks.sample(one, scope, seed),
    }  # fmt: skip
    return draw(request, "quality/second_look.html", context, actor=actor, at=at)
