"""Everything a person reads stands in both languages; nothing personal reaches a log."""

import logging

from servicecenter import translations
from servicecenter.redaction import RedactFilter


def test_every_text_of_the_program_has_its_chinese():
    known = translations.translated()
    missing = {
        text: where for (context, text), where in translations.in_source().items() if (context, text) not in known
    }
    assert not missing


def test_no_text_is_translated_in_two_ways():
    seen: dict[tuple[str, str], str] = {}
    for path in translations.ours():
        for entry in translations.entries(path):
            key = (entry.msgctxt or "", entry.msgid)
            assert seen.setdefault(key, entry.msgstr) == entry.msgstr, f"{key} in {path}"


def test_the_variables_of_a_text_survive_its_translation():
    for (_context, text), chinese in translations.translated().items():
        for variable in translations.variables(text):
            assert variable in chinese, f"{variable} is lost in {chinese!r}"


def test_phone_address_and_code_are_blanked_in_a_log_line():
    record = logging.LogRecord(
        "x", 20, "", 0, "from %s, %s, code %s", ("+86 138 0013 8000", "a@b.org", "PMJ9-6DXA-TNV6"), None
    )
    RedactFilter().filter(record)
    assert record.getMessage() == "from […], […], code […]"
