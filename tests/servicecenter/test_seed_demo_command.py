"""`seed_demo` is for an empty database; a house with people must say that it means it."""

import pytest
from django.core.management import CommandError, call_command

from servicecenter.models import User


def test_a_house_with_people_must_be_forced(db, capsys):
    User.objects.create(username="somebody")
    with pytest.raises(CommandError, match="--force"):
        call_command("seed_demo")
    call_command("seed_demo", force=True)
    assert "to follow as a customer" in capsys.readouterr().out
