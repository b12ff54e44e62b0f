"""Turns the wording of a message into what is sent: variables in braces, and no paragraph that has nothing to say.

A wording is words and {variables}, never program: it can name what its message knows and nothing else.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from channels_hub import shipped
from channels_hub.models import MessageText
from channels_hub.shipped import Message, Words

VARIABLE = re.compile(r"\{([^{}\n]*)\}")
PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def in_use(code: str, language: str) -> Words:
    """As the newest version in use words it, else as shipped. KeyError for a message there is not."""
    version = MessageText.objects.filter(code=code, is_active=True).order_by("-number").first()
    return version.words(language) if version else shipped.messages()[code].words(language)


def fill(words: Words, values: Mapping[str, str]) -> Words:
    """Subject in one line, text by paragraphs; one that names something empty is left out as a whole."""
    said = [_paragraph(one, values) for one in PARAGRAPHS.split(words.body.replace("\r\n", "\n").strip("\n"))]
    subject = VARIABLE.sub(lambda found: values.get(found[1], ""), words.subject)
    return Words(" ".join(subject.split()), "\n\n".join(one for one in said if one.strip()) + "\n")


def _paragraph(text: str, values: Mapping[str, str]) -> str:
    """All in one go: what a customer wrote in braces stays as they wrote it."""
    if not all(values.get(name, "").strip() for name in VARIABLE.findall(text)):
        return ""
    return VARIABLE.sub(lambda found: values[found[1]].strip("\n"), text)


def problems(message: Message, words: Words) -> dict[str, list[str]]:
    """What is wrong with a wording, for its subject and its body; empty when it can be sent."""
    wrong: dict[str, list[str]] = {"subject": [], "body": []}
    known = ", ".join(f"{{{name}}}" for name in message.variables)
    for part, text in (("subject", words.subject), ("body", words.body)):
        for name in dict.fromkeys(VARIABLE.findall(text)):
            if name not in message.variables:
                told = {"name": f"{{{name}}}", "known": known}
                wrong[part].append(_("There is no variable %(name)s here. Known are: %(known)s.") % told)
        if re.search(r"[{}]", VARIABLE.sub("", text)):
            wrong[part].append(_("A brace stands alone. A variable is written like {number}."))
    if message.code != shipped.END and not words.subject.strip():
        wrong["subject"].append(_("Give the message a subject."))
    if "\n" in words.subject or "\r" in words.subject:
        wrong["subject"].append(_("A subject is one line."))
    if not words.body.strip():
        wrong["body"].append(_("Give the message a text."))
    missing = [name for name in message.needed if name not in VARIABLE.findall(words.body)]
    if missing and words.body.strip():
        told_missing = ", ".join(f"{{{name}}}" for name in missing)
        wrong["body"].append(_("The message cannot do without %(names)s.") % {"names": told_missing})
    return {part: told for part, told in wrong.items() if told}
