"""What the screen of one call shows: made anew from its draft for every answer, whole page and fragment alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import Truncator

from complaints import questions
from complaints.calling import callers, drafts, emergency_calls, near_caller, suggesting
from complaints.calling.calls import chosen_account, chosen_customer, region_of
from complaints.calling.contacts import WARNINGS
from complaints.choices import Channel, Nature, Outcome, Priority
from complaints.models import Category, Draft, Reason
from complaints.promises import promise_ahead
from customers import lookup
from customers.models import Account, Customer
from servicecenter.actors import Actor

# What an agent writes down in person; the others arrive by themselves.
BY_AGENT = (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.ON_SITE)
TITLE = 24  # characters of a draft's caller in the strip


@dataclass(frozen=True)
class Other:
    """A further draft, by its caller."""

    key: str
    caller: str
    since: datetime


def screen(said: Mapping[str, str], draft: Draft | None, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything, for a page."""
    customer = chosen_customer(said, actor.user, at)
    return {
        **common(said, draft),
        **who(said, customer, actor, at),
        **what(said, customer, draft, actor, at),
        "others": others(draft, actor),
        "may_send_crew": bool(actor.roles & emergency_calls.WHO),
        "outcomes": reasons(Reason.List.CONTACT_OUTCOME),
        "settled_choices": Outcome.choices,
        "channels": [(one.value, one.label) for one in BY_AGENT],
        "languages": settings.LANGUAGES,
    }


def common(said: Mapping[str, str], draft: Draft | None) -> dict[str, Any]:
    return {"said": said, "draft": draft, "contact": draft.contact if draft else None}


def found(said: Mapping[str, str], customer: Customer | None, actor: Actor, at: datetime) -> dict[str, Any]:
    """Matches for what was typed, none while a customer is chosen."""
    typed = said.get("q", "")
    hits = lookup.Found()
    if typed and customer is None:
        hits = lookup.find_customers(typed, regions=callers.regions_of(actor.user, at))
    return {
        "matches": callers.of_customers(hits.customers, actor.user, at),
        "more_matches": hits.more,
        "nobody": bool(typed.strip()) and customer is None and not hits.customers,
    }


def who(said: Mapping[str, str], customer: Customer | None, actor: Actor, at: datetime) -> dict[str, Any]:
    """The caller: matches, or the one chosen, or the fields of a new one."""
    told = found(said, customer, actor, at)
    if customer is None:
        started = any(_typed(said, name) for name in ("new", "name", "contact"))
        return {**told, "caller": None, "fresh": started or told["nobody"], **_guessed_contact(said, told["nobody"])}
    seen = callers.verified(customer, actor.user, at)
    return {
        **told,
        "caller": callers.of_customers([customer], actor.user, at)[0],
        "account": chosen_account(said, customer),
        "verified": seen,
        "accounts": list(customer.accounts.all()),
        "methods": [] if seen else reasons(Reason.List.VERIFICATION),
        "last": callers.last_contacts(customer),
    }


def _guessed_contact(said: Mapping[str, str], nobody: bool) -> dict[str, str]:
    """What was looked for in vain is the new caller's number or name."""
    typed = said.get("q", "").strip()
    name, contact = _typed(said, "name"), _typed(said, "contact")
    if not nobody or name or contact:
        return {"new_name": name, "new_contact": contact, "guessed": ""}
    is_contact = "@" in typed or sum(char.isdigit() for char in typed) >= 6
    return {"new_name": "" if is_contact else typed, "new_contact": typed if is_contact else "", "guessed": typed}


def _typed(said: Mapping[str, str], name: str) -> str:
    """What the agent wrote into a field; what we put there ourselves follows the lookup."""
    return "" if said.get(name) == said.get("guessed") else said.get(name, "")


def what(
    said: Mapping[str, str], customer: Customer | None, draft: Draft | None, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Guesses, promise and what is near, for what was said so far."""
    region = region_of(account := chosen_account(said, customer), actor.user, at)
    lately = callers.contacts_lately(customer, at) + 1 if customer else 0
    guesses = suggesting.suggest(
        said.get("words", ""), customer=customer, contacts=lately, nature=_known(said, "nature", Nature.values)
    )
    categories = list(Category.objects.filter(is_active=True))
    category = next((one for one in categories if one.code == (said.get("category") or guesses.category.value)), None)
    nature = _known(said, "nature", Nature.values) or guesses.nature.value
    priority = _known(said, "priority", Priority.values) or guesses.priority.value or Priority.NORMAL
    ahead = None
    if nature:
        ahead = promise_ahead.promise(
            nature=nature, category=category, priority=priority, region=region, customer=customer,
            language=_language(said, customer), received_at=draft.contact.started_at if draft else at, now=at,
        )  # fmt: skip
    return {
        "guesses": guesses,
        "natures": Nature.choices,
        "priorities": Priority.choices,
        "categories": [one for one in categories if not said.get("nature") or one.nature == said["nature"]],
        "ahead": ahead,
        "spoken": _language(said, customer),
        "grave": priority == Priority.CRITICAL,
        "near": _near(said, customer, account, region, category, actor, at),
        "region": region,
        "asked": _asked(said),
    }


def _asked(said: Mapping[str, str]) -> forms.Form:
    """The questions of the category that was taken, with what was answered so far."""
    form = forms.Form(initial=dict(said))
    form.fields.update(questions.fields(questions.asked_by(said.get("category", "")), may_skip=True))
    return form


def _near(said, customer: Customer | None, account: Account | None, region, category, actor: Actor, at: datetime):
    if not (customer or said.get("place") or category):
        return []
    return near_caller.near_caller(
        actor.user, at, customer=customer, premise=account.premise if account else None,
        place=said.get("place", ""), region=region, category=category,
    )  # fmt: skip


def _known(said: Mapping[str, str], name: str, values: list[str]) -> str:
    return said.get(name, "") if said.get(name) in values else ""


def _language(said: Mapping[str, str], customer: Customer | None) -> str:
    """The caller's: as chosen, else as known, else by how the words are written."""
    if said.get("language"):
        return said["language"]
    if customer:
        return customer.language
    return "zh-hans" if any("一" <= char <= "鿿" for char in said.get("words", "")) else "en"


def reasons(which: str) -> list[Reason]:
    return list(Reason.objects.filter(list=which, is_active=True))


def next_warning(draft: Draft | None) -> Reason | None:
    """The words to be read out next to an abusive caller; None when both were."""
    given = draft.contact.warnings if draft else 0
    return None if given >= WARNINGS else next(iter(reasons(Reason.List.WARNING)[given : given + 1]), None)


def others(draft: Draft | None, actor: Actor) -> list[Other]:
    """This agent's further calls that are half written."""
    return [
        Other(str(one.key), _caller_of(drafts.typed(one)), one.contact.started_at)
        for one in drafts.mine(actor.user)
        if draft is None or one.pk != draft.pk
    ]


def _caller_of(said: Mapping[str, str]) -> str:
    """Who calls, as briefly as can be: the name chosen or typed, else what was looked for, else the first words."""
    known = (said[name] for name in ("caller", "name", "q", "words") if said.get(name, "").strip())
    return Truncator(next(known, "")).chars(TITLE)


def seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
