"""The words Swagger UI writes itself, in English only, and what is said in their place in the reader's language."""

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_noop as _

# As Swagger UI writes them, without the blanks around.
PLAIN = (
    _("Authorize"), _("Available authorizations"), _("Value:"), _("Name:"), _("In:"), _("Authorized"), _("Logout"),
    _("Parameters"), _("No parameters"), _("Try it out"), _("Edit Value"), _("Request body"), _("Schema"),
    _("Execute"), _("Responses"), _("Server response"), _("Response body"), _("Response headers"), _("Request URL"),
    _("Example Value"), _("Examples:"), _("Example Description"), _("Media type"), _("Controls"), _("header."),
    _("Links"), _("No links"), _("Undocumented"), _("Download"), _("required"), _("Send empty value"),
    _("Request duration"), _("Errors"), _("Failed to fetch."), _("Possible Reasons:"), _("Network Failure"),
    _("Required field is not provided"), _("Required field is not provided."), _("Loading..."),
    _("Please correct the following validation errors and try again."), _("Default value"), _("Available values"),
    _("Add string item"), _("Expand operation"), _("Collapse operation"), _("Copy path to clipboard"),
    _("Copy to clipboard"), _("Expand all"), _("Collapse all"), _("authorization button unlocked"),
    _("authorization button locked"), _("Apply credentials"), _("Remove authorization"), _("Request content type"),
    _("Response content type"), _("Unrecognized response type; displaying content as text."),
)  # fmt: skip
# Words that mean something else elsewhere in the house.
HERE = {
    "Cancel": pgettext_lazy("description of the API", "Cancel"),
    "Clear": pgettext_lazy("description of the API", "Clear"),
    "Close": pgettext_lazy("description of the API", "Close"),
    "Code": pgettext_lazy("description of the API", "Code"),
    "Description": pgettext_lazy("description of the API", "Description"),
    "Details": pgettext_lazy("description of the API", "Details"),
    "Name": pgettext_lazy("description of the API", "Name"),
    "Reset": pgettext_lazy("description of the API", "Reset"),
    "Media Type": pgettext_lazy("description of the API", "Media type"),
}


def instead() -> dict[str, str]:
    """Swagger UI's word → ours; empty where the reader's language is its own."""
    if (get_language() or "en").startswith("en"):
        return {}
    return {word: gettext(word) for word in PLAIN} | {word: str(said) for word, said in HERE.items()}
