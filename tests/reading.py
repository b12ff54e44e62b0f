"""A page as it is read."""

import re


def whole_days(page: str) -> str:
    """Without the marks that keep a day on one line: what stands in them stands in the sentence."""
    return re.sub(r'<span class="unbroken">([^<]*)</span>', r"\1", page)
