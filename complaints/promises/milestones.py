"""What a clock can run to. Each milestone says which moves start it and which end it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Milestone(models.TextChoices):
    ACKNOWLEDGE = "acknowledge", _("Acknowledgement")  # a machine's counts
    FIRST_RESPONSE = "first_response", _("First response")  # a person's
    CONTACT = "contact", _("Customer contacted")  # two-way talk, or three tries on two channels
    REVIEW = "review", _("Review")
    DISPATCH = "dispatch", _("Dispatch")
    ACCEPT = "accept", _("Accept")
    ON_SITE = "on_site", _("On site")
    MAKE_SAFE = "make_safe", _("Made safe")
    RESTORE = "restore", _("Restored")
    REPLY = "reply", _("Reply")
    NEXT_UPDATE = "next_update", _("Next update")  # promised in an interim reply
    TASK = "task", _("Another team's answer")  # set when it is asked
    RULING = "ruling", _("Ruling on the lead")
    SUPERVISE = "supervise", _("Answer to an order")  # set by the order itself
    CONFIRM = "confirm", _("Emergency confirmed")  # by somebody else, within the hour
    SEEN = "seen", _("Sensitive matter acknowledged")
    DECIDE = "decide", pgettext_lazy("milestone", "Decision")  # a second person's, on what was proposed
    FOLLOW_UP = "follow_up", _("Follow-up")  # promised in the reply; each has its own
    RECTIFY = "rectify", _("Rectification")  # of the cause: outlives the file
    PAYMENT = "payment", _("Payment")  # the follow-up that is a refund
    CALLBACK = "callback", _("Callback")
    ARCHIVE = "archive", _("Archive")
    EXTERNAL = "external", _("Outside body")  # what the law or another body sets


# Reached in the field, not by a move: a person records when.
REACHED_IN_THE_FIELD = (Milestone.ON_SITE, Milestone.MAKE_SAFE, Milestone.RESTORE)
# The customer contacted, too: of that the log of contacts says whether and when.
RECORDED_BY_HAND = (Milestone.CONTACT, *REACHED_IN_THE_FIELD)

FROM_RECEIPT = (
    Milestone.ACKNOWLEDGE,
    Milestone.FIRST_RESPONSE,
    Milestone.CONTACT,
    Milestone.REVIEW,
    Milestone.DISPATCH,
    Milestone.ON_SITE,
    Milestone.MAKE_SAFE,
    Milestone.RESTORE,
    Milestone.REPLY,
    Milestone.EXTERNAL,
)

# What a further round promises again.
FROM_REOPENING = (Milestone.FIRST_RESPONSE, Milestone.DISPATCH, Milestone.REPLY)

# Promised or demanded whatever round the ticket is in: taking it up again ends none of them.
OUTLASTING = (Milestone.FOLLOW_UP, Milestone.PAYMENT, Milestone.EXTERNAL)

# The file's end does not end it either.
OUTLIVING = (Milestone.RECTIFY,)
