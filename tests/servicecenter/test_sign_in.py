"""Sign-in: for those an administrator let in, with a second step, and shut for a while after five wrong passwords."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp

from servicecenter.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(agent) -> User:
    agent.set_password(PASSWORD)
    agent.save()
    return agent


def sign_in(client, password=PASSWORD):
    return client.post("/accounts/login/", {"login": "ada", "password": password})


def test_name_and_password_lead_to_the_desk(client, ada):
    assert sign_in(client).url == "/desk/"


@pytest.mark.parametrize(("language", "heading"), [("en", "Sign in"), ("zh-hans", "登录")])
def test_the_page_is_ours_in_both_languages_without_a_way_to_sign_up(client, db, language, heading):
    client.cookies["django_language"] = language
    html = client.get("/accounts/login/").content.decode()
    assert f"<h1>{heading}</h1>" in html
    assert "signup" not in html
    assert "password/reset" not in html


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_there_is_no_signing_up_and_no_password_by_mail(client, db, address):
    assert client.get(f"/accounts/{address}").status_code == 404


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client, ada):
    wrong = sign_in(client, "wrong")
    nobody = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    told = [re.search(r'role="alert">(.*?)</p>', page.content.decode(), re.DOTALL)[1] for page in (wrong, nobody)]
    assert told[0] == told[1]


def waiting_for(page) -> list[str]:
    """The names of the fields that have the focus when the page opens."""
    inputs = re.findall(r"<input[^>]*>", page.content.decode())
    return [re.search(r'name="([^"]+)"', one)[1] for one in inputs if "autofocus" in one]


def test_typing_goes_on_where_something_is_missing(client, ada):
    assert waiting_for(client.get("/accounts/login/")) == ["login"]
    assert waiting_for(sign_in(client, "wrong")) == ["password"]
    sign_in(client)
    assert waiting_for(client.get("/accounts/password/change/")) == ["oldpassword"]


def test_the_password_once_more_is_asked_without_a_way_that_leads_nowhere(client, ada):
    client.force_login(ada)
    assert "password/reset" not in client.get("/accounts/reauthenticate/").content.decode()


def test_five_wrong_passwords_and_the_account_rests(client, ada):
    answers = [sign_in(client, "wrong").status_code for _ in range(5)]
    assert answers[:4] == [200] * 4
    rest = sign_in(client)
    assert rest.status_code == 429
    assert "rests for 15 minutes" in rest.content.decode()


def test_the_authenticators_digits_are_the_second_step(client, ada):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ada, secret)
    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    page = client.get("/accounts/2fa/authenticate/")
    assert "Sign in, second step" in page.content.decode()
    assert client.get("/accounts/2fa/").status_code == 302, "half signed in is not signed in"
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/desk/"


def test_a_recovery_code_works_once_in_its_place(client, ada):
    totp.TOTP.activate(ada, totp.generate_totp_secret())
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    for answer in (302, 200):
        client.logout()
        sign_in(client)
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == answer


def test_every_page_about_ones_own_account_is_there(client, ada):
    sign_in(client)
    assert "reauthenticate" in client.get("/accounts/2fa/totp/activate/").url, "the password once more comes first"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for address in ("2fa/", "2fa/totp/activate/", "password/change/", "logout/", "reauthenticate/"):
        page = client.get(f"/accounts/{address}")
        assert page.status_code == 200, address
        assert 'class="quiet"' in page.content.decode(), address
    assert "<svg" in client.get("/accounts/2fa/totp/activate/").content.decode().split('class="qr"')[1]
    totp.TOTP.activate(ada, totp.generate_totp_secret())
    RecoveryCodes.activate(ada)
    for address in ("2fa/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/"):
        page = client.get(f"/accounts/{address}")
        assert page.status_code == 200, address
        assert 'class="quiet"' in page.content.decode(), address
    assert Authenticator.objects.filter(user=ada).count() == 2
    assert get_adapter().is_mfa_enabled(ada)


def test_anyone_may_switch_the_language(client, db):
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    assert 'lang="zh-Hans"' in client.get("/").content.decode()
