"""What the doors' tests share: a folder of their own for files, a category, promises with dates."""

import pytest

from tests import making


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def promised(north):
    """First word in 4 working hours, answer in 5 working days."""
    return making.make_policy(first_response=(240, "working_minutes"), reply=(5, "working_days"))


@pytest.fixture
def brown_water(db):
    return making.make_category("brown-water")
