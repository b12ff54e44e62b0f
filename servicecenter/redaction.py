"""Nothing personal reaches the log: what looks like a phone, an address, an access code or
a link that answers for a customer is blanked."""

import logging
import re

_PERSONAL = re.compile(
    r"(?:\+?\d[\d\s().-]{6,}\d)|(?:[\w.+-]+@[\w-]+\.[\w.]+)|(?:\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b)"
    r"|(?:/(?:v|s)/[0-9a-f]{16,})"
)


class RedactFilter(logging.Filter):
    """Blanks every log line, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and not record.exc_text:
            record.exc_text = _PERSONAL.sub("[…]", logging.Formatter().formatException(record.exc_info))
        record.msg, record.args = _PERSONAL.sub("[…]", record.getMessage()), None
        return True
