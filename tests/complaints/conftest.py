"""A signed-in browser without a browser: as_staff(user) reads the pages as this colleague."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from servicecenter.models import User
from tests import making


@pytest.fixture
def as_staff() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def at_ten():
    """The pages' clock stands at NOW."""
    with time_machine.travel(making.NOW, tick=False) as clock:
        yield clock
