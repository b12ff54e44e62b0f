"""What may be so about a ticket that a move needs or is forbidden by, with the words for who tried."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# What a move may need of the ticket or be forbidden by: the field that says so → (word when it is
# missing, word when it is in the way).
CONDITIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "held_at": (gettext_lazy("It is not on hold."), gettext_lazy("It is on hold already.")),
    "information_owed": (
        gettext_lazy("The customer was not asked twice for what is missing, by two channels."),
        "",
    ),
    "awaiting_ruling": (
        gettext_lazy("No ruling is asked for."),
        gettext_lazy("It came back twice: a supervisor rules who handles it."),
    ),
    "tasks_open": (gettext_lazy("Nothing is asked of another team."), ""),
    "co_handling_open": (
        gettext_lazy("No co-handling department has an open task."),
        gettext_lazy("A co-handling department has not answered yet. A supervisor may go on without it, by name."),
    ),
    "ruled": ("", gettext_lazy("A supervisor has ruled that this department handles it.")),
    "extension_asked": (
        gettext_lazy("Nobody has asked for more time."),
        gettext_lazy("More time is asked for already; it is not decided yet."),
    ),
    "follows_lead": (
        gettext_lazy("It belongs to no group."),
        gettext_lazy(
            "It is handled once, with its group: go to the lead ticket %(lead)s, or take it out of the group first."
        ),
    ),
    "parties_known": (gettext_lazy("Nobody else is noted on it."), ""),
    "review_open": (
        gettext_lazy("No outside body reviews it."),
        gettext_lazy("An outside body reviews it; that is not over yet."),
    ),
    "review_decided": (
        gettext_lazy("No decision of an outside body is waiting to be carried out."),
        gettext_lazy("The outside body has decided already."),
    ),
    "legal_hold": ("", gettext_lazy("It is under legal hold while an outside body reviews it.")),
    "can_undo": (gettext_lazy("Nothing was linked, merged or split here that could be undone."), ""),
    "merged_into_id": (
        "",
        gettext_lazy("It was merged into another ticket and is handled there."),
    ),
    "emergency_open": (
        gettext_lazy("No emergency waits to be confirmed."),
        gettext_lazy("It was dispatched as an emergency; somebody else confirms that first."),
    ),
    "sensitive": (
        gettext_lazy("It is not marked as sensitive."),
        gettext_lazy("It is marked as sensitive already."),
    ),
    "sensitive_unseen": (
        gettext_lazy("It was acknowledged already, or is not sensitive."),
        gettext_lazy("It is sensitive, and nobody has acknowledged that yet."),
    ),
    "decision_asked": (
        gettext_lazy("Nothing waits for a decision."),
        gettext_lazy("A decision is asked for already; it is not taken yet."),
    ),
    "decline_asked": (gettext_lazy("Nobody has proposed not to accept it."), ""),
    "reject_asked": (gettext_lazy("Nobody has proposed to reject it on file."), ""),
    "approval_asked": (gettext_lazy("No measures wait for approval."), ""),
    "approval_missing": ("", gettext_lazy("Measures are proposed and approved first: somebody else decides on them.")),
    "order_open": (
        gettext_lazy("No order is open."),
        gettext_lazy("An order is open; it is not answered yet."),
    ),
    "follow_ups_open": (
        gettext_lazy("Nothing promised is open."),
        gettext_lazy("Something promised to the customer is not done yet."),
    ),
    "rectify_open": (gettext_lazy("No rectification is to be done."), ""),
    "rectify_unverified": (gettext_lazy("No rectification waits to be verified."), ""),
    "adjustments_open": (
        gettext_lazy("Nothing is asked of billing."),
        gettext_lazy("What was asked of billing is not settled, or was turned down and nobody has dealt with that."),
    ),
    "callback_open": (
        gettext_lazy("No callback is planned."),
        gettext_lazy("A callback is planned: ask the customer first, or waive it with a reason."),
    ),
    "triage_due": (
        gettext_lazy("Nobody has said that they are not satisfied."),
        gettext_lazy("The customer is not satisfied; what follows is not decided yet."),
    ),
    "second_due": (
        gettext_lazy("No second handling is owed."),
        gettext_lazy("A second handling is owed and has not begun."),
    ),
    "follow_ups_unverified": (gettext_lazy("No follow-up waits to be verified."), ""),
}

# What keeps a ticket from being archived: everything promised, ordered or asked that is still open. The one
# list of it; whoever adds a field that is true while something is open adds it here.
# It keeps one from being withdrawn, too: the customer gives up what they asked of us, not what we owe already. A crew
# would come to a closed file, money asked of billing would come back with nobody to hear of it, and the promise's
# clock would end as if nothing had been said. Whoever owns the promise puts an end to it first, with the customer's
# words as proof, and it is seen by somebody else as ever; an order is answered, billing settles or turns it down.
OPEN_ENDS = (
    "order_open",
    "follow_ups_open",
    "adjustments_open",
    "emergency_open",
    "callback_open",
    "triage_due",
    "second_due",
    "review_open",
)

# What another ticket cannot take along.
NOT_MERGED = ("order_open", "legal_hold", "adjustments_open", "follow_ups_open", "emergency_open", "sensitive_unseen")
