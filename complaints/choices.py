"""The fixed words: stages, natures, priorities, channels. What hangs under them is data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """The six stages, in order. *Open* is before replied."""

    RECEIVED = "received", _("Received")
    REVIEWING = "reviewing", _("In review")
    DISPATCHED = "dispatched", _("Dispatched")
    INVESTIGATING = "investigating", _("Investigating")
    REPLIED = "replied", _("Replied")
    ARCHIVED = "archived", _("Archived")


OPEN = (Stage.RECEIVED, Stage.REVIEWING, Stage.DISPATCHED, Stage.INVESTIGATING)


class Nature(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    REPAIR = "repair", _("Fault report")
    ENQUIRY = "enquiry", _("Enquiry")
    HELP = "help", _("Request for help")
    APPLICATION = "application", _("Service application")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    REPORT = "report", _("Report of wrongdoing")


class Priority(models.TextChoices):
    """Critical is danger to life or supply."""

    CRITICAL = "critical", _("Critical")
    URGENT = "urgent", _("Urgent")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    COUNTER = "counter", _("Counter")
    LETTER = "letter", _("Letter")
    ON_SITE = "on_site", pgettext_lazy("channel", "On site")
    WEB = "web", _("Web form")
    MOBILE = "mobile", _("Mobile app")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("Email")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    SOCIAL = "social", _("Social media")
    HOTLINE = "hotline", _("Government hotline")
    PARTNER = "partner", _("Partner")
    API = "api", _("API")


def channel_words(code: str) -> str:
    """A channel kept as its bare code, in the reader's language."""
    return str(dict(Channel.choices).get(code, code))


class Outcome(models.TextChoices):
    """Whether the matter is settled; independent of whether the complaint was upheld."""

    RESOLVED = "resolved", _("Resolved")
    PARTLY = "partly", _("Partly resolved")
    UNRESOLVED = "unresolved", _("Unresolved")
    # Decided without an investigation and counted apart: no answer of an investigation says so.
    DECLINED = "declined", _("Not accepted")
    REJECTED = "rejected", _("Not upheld on file")


TURNED_DOWN = frozenset({Outcome.DECLINED, Outcome.REJECTED})  # whoever asked agrees or not; nothing is solved by it


SETTLED = [(one.value, one.label) for one in (Outcome.RESOLVED, Outcome.PARTLY, Outcome.UNRESOLVED)]


class About(models.TextChoices):
    """What a complaint is about."""

    PEOPLE = "people", _("People")
    FACILITIES = "facilities", _("Facilities")
    POLICY = "policy", _("Rules and policy")


class Met(models.TextChoices):
    """What became of one thing the customer asked for."""

    MET = "met", pgettext_lazy("what was asked for", "Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")


class Satisfaction(models.TextChoices):
    """The five levels; the top three count as satisfied."""

    VERY_SATISFIED = "very_satisfied", _("Very satisfied")
    SATISFIED = "satisfied", pgettext_lazy("level", "Satisfied")
    FAIRLY = "fairly", _("Fairly satisfied")
    UNSATISFIED = "unsatisfied", _("Unsatisfied")
    VERY_UNSATISFIED = "very_unsatisfied", _("Very unsatisfied")


TOP_THREE = frozenset({Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIRLY})
