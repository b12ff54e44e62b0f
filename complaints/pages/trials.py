"""A policy version tried against past tickets, on the administrator's pages: the figures and what is behind each."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from complaints.models import PolicyVersion
from complaints.promises import trial_asking, trials
from complaints.promises.deadlines import amount_words
from complaints.promises.milestones import Milestone
from complaints.queries import visible_to
from servicecenter.requests import signed_in

PAGE = 50
COUNTED = ("promised", "on_time_then", "on_time_now", "turns_on_time", "turns_late", "new", "dropped", "not_judged")


def figures(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """What the version would have promised the tickets of a period, each number a link to its tickets."""
    version, form, trial = _tried(request, pk)
    context = _context(request, site, version, form, trial) | {"title": _("Try against past tickets")}
    if trial is not None:
        kept = context["kept"]
        context |= {
            "headline": headline(trial),
            "fitting": _tickets(trial.candidates),
            "names": [trial_asking.PART_NAMES[part] for part in COUNTED],
            "rows": [_row(tally, kept) for tally in [*trial.tallies, trial.total]],
        }
    return TemplateResponse(request, "admin/complaints/policyversion/try.html", context)


def tickets(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """The tickets behind one number. Of each only its number and its times: nothing of the customer."""
    version, form, trial = _tried(request, pk)
    part, milestone = request.GET.get("part", "promised"), request.GET.get("milestone", "")
    if trial is None or part not in trials.PARTS or milestone not in {"", *Milestone.values}:
        raise Http404
    rows, further = trial.listed(milestone, part, request.GET.get("after", ""), PAGE)
    shown = {row.ticket.pk for row in rows}
    mine = visible_to(signed_in(request), timezone.now()).filter(pk__in=shown)
    context = _context(request, site, version, form, trial) | {
        "title": trial_asking.PART_NAMES[part],
        "milestone": Milestone(milestone).label if milestone else "",
        "rows": [(row, Milestone(row.milestone).label, trial_asking.VERDICT_NAMES[row.verdict]) for row in rows],
        "may_open": set(mine.values_list("pk", flat=True)),
        "further": further and _link(_kept(form), milestone=milestone, part=part, after=further),
    }
    return TemplateResponse(request, "admin/complaints/policyversion/try_tickets.html", context)


def headline(trial: trials.Trial) -> str:
    """The difference in one sentence."""
    words: dict[str, Any] = {"tickets": _tickets(len(trial.tickets))}
    then, now = trial.total.share("on_time_then"), trial.total.share("on_time_now")
    if then is None or now is None:
        return _("Would have been the promise of %(tickets)s; nothing of it can be judged yet.") % words
    points = round(now * 100) - round(then * 100)
    words |= {"then": f"{then * 100:.0f} %", "now": f"{now * 100:.0f} %", "points": f"{abs(points)} %"}
    if points > 0:
        told = _("Would have been the promise of %(tickets)s, %(points)s more on time: %(now)s, not %(then)s.")
    elif points < 0:
        told = _("Would have been the promise of %(tickets)s, %(points)s fewer on time: %(now)s, not %(then)s.")
    else:
        told = _("Would have been the promise of %(tickets)s, as many on time as it was: %(now)s.")
    return told % words


def _tickets(count: int) -> str:
    return ngettext("%(n)s ticket", "%(n)s tickets", count) % {"n": count}


def _tried(request: HttpRequest, pk: int) -> tuple[PolicyVersion, trial_asking.PeriodForm, trials.Trial | None]:
    wanted = PolicyVersion.objects.select_related("policy", "category", "region")
    version, now = get_object_or_404(wanted, pk=pk), timezone.now()
    form = trial_asking.ask(request.GET, now)
    if not form.is_valid():
        return version, form, None
    since, until = trial_asking.moments(form)
    return version, form, trials.run(version, since=since, until=until, now=now)


def _context(
    request: HttpRequest, site: AdminSite, version: PolicyVersion, form: trial_asking.PeriodForm, trial: Any
) -> dict[str, Any]:
    kept = _kept(form)
    return {
        **site.each_context(request), "opts": PolicyVersion._meta, "version": version, "form": form, "trial": trial,
        "kept": kept, "period": _link(kept),
    }  # fmt: skip


def _kept(form: trial_asking.PeriodForm) -> dict[str, str]:
    return {name: str(form.data[name]) for name in ("since", "until")}


def _link(kept: dict[str, str], **more: str) -> str:
    return f"?{urlencode({**kept, **more})}"


def _row(tally: trials.Tally, kept: dict[str, str]) -> dict[str, Any]:
    target = tally.target
    counts = [(tally.count(part), _link(kept, milestone=tally.milestone, part=part)) for part in COUNTED]
    return {
        "name": Milestone(tally.milestone).label if tally.milestone else pgettext("of figures", "All together"),
        "amount": amount_words(target.amount, target.unit) if target and target.amount is not None else "",
        "counts": counts,
        "alarms": [
            (tally.alarms_then, _link(kept, milestone=tally.milestone, part="alarms_then")),
            (tally.alarms_now, _link(kept, milestone=tally.milestone, part="alarms_now")),
        ],
        "alarms_more": tally.alarms_now - tally.alarms_then,
    }
