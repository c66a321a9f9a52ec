"""pycognito: SRP in Python. It verifies the tokens that it gets, with the keys and the issuer of the pool."""

import pytest
from pycognito import Cognito
from pycognito.exceptions import ForceChangePasswordException

from emulator import (
    ALICE, BOB, CLIENT_SECRET, ENDPOINT, HIDDEN, MAIL, POOL, POOL_BY_EMAIL, SECRET, WEB, code, newcomer,
)


def account(username=None, client=WEB, pool=POOL, **more):
    return Cognito(pool, client, username=username, boto3_client_kwargs={"endpoint_url": ENDPOINT}, **more)


def refusal(app, kind):
    return pytest.raises(getattr(app.client.exceptions, kind))


def test_the_seeded_user_signs_in():
    app = account(ALICE.name)
    app.authenticate(ALICE.password)
    assert app.id_claims["email"] == ALICE.email
    assert app.access_claims["iss"] == f"{ENDPOINT}/{POOL}"
    assert app.get_user().email_verified is True


def test_an_address_signs_in_and_the_sub_proves():
    app = account(BOB.email, MAIL, POOL_BY_EMAIL)
    app.authenticate(BOB.password)
    assert app.access_claims["username"] == app.access_claims["sub"]


def test_a_client_with_a_secret(user):
    app = account(user.name, SECRET, client_secret=CLIENT_SECRET)
    app.authenticate(user.password)
    before = app.access_claims["jti"]
    app.renew_access_token()
    assert app.access_claims["jti"] != before


# Salts and proofs are numbers of every length: many users, so that some begin with zeros or a high bit.
def test_many_users_sign_in(idp):
    for _ in range(20):
        someone = newcomer()
        idp.admin_create_user(UserPoolId=POOL, Username=someone.name, MessageAction="SUPPRESS")
        idp.admin_set_user_password(UserPoolId=POOL, Username=someone.name, Password=someone.password, Permanent=True)
        app = account(someone.name)
        app.authenticate(someone.password)
        assert app.access_claims["username"] == someone.name


def test_a_password_beyond_ascii(idp, user):
    password = "Pässwörd-Ω-1"
    idp.admin_set_user_password(UserPoolId=POOL, Username=user.name, Password=password, Permanent=True)
    app = account(user.name)
    app.authenticate(password)
    assert app.access_claims["username"] == user.name


def test_a_wrong_password(user):
    app = account(user.name)
    with refusal(app, "NotAuthorizedException") as refused:
        app.authenticate("not-the-passw0rd")
    assert refused.value.response["Error"]["Message"] == "Incorrect username or password."


def test_a_missing_user():
    nobody = newcomer()
    app = account(nobody.name)
    with refusal(app, "UserNotFoundException"):
        app.authenticate(nobody.password)


def test_a_hidden_missing_user():
    nobody = newcomer()
    app = account(nobody.name, HIDDEN)
    start = {"ClientId": HIDDEN, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": nobody.name, "SRP_A": "2"}}
    first, second = (app.client.initiate_auth(**start)["ChallengeParameters"] for _ in range(2))
    assert first["SALT"] == second["SALT"] and first["SRP_B"] != second["SRP_B"]
    with refusal(app, "NotAuthorizedException") as refused:
        app.authenticate(nobody.password)
    assert refused.value.response["Error"]["Message"] == "Incorrect username or password."


def test_a_temporary_password_has_to_change(invited):
    app = account(invited.name)
    with pytest.raises(ForceChangePasswordException):
        app.authenticate(invited.password)
    app.new_password_challenge(invited.password, "An0ther&Secret")
    assert app.id_claims["cognito:username"] == invited.name
    again = account(invited.name)
    again.authenticate("An0ther&Secret")
    assert again.refresh_token


def test_sign_up_and_a_forgotten_password():
    someone = newcomer()
    app = account(someone.name)
    app.set_base_attributes(email=someone.email, given_name="Some")
    app.register(someone.name, someone.password)
    app.confirm_sign_up(code(someone.email, "SignUp"))
    app.authenticate(someone.password)
    app.update_profile({"given_name": "Other"})
    assert app.get_user().given_name == "Other"

    app.initiate_forgot_password()
    app.confirm_forgot_password(code(someone.email, "ForgotPassword"), "An0ther&Secret")
    app.authenticate("An0ther&Secret")
    app.change_password("An0ther&Secret", "Th1rd&Secret")
    stale = app.access_token
    app.logout()
    with refusal(app, "NotAuthorizedException"):
        app.client.get_user(AccessToken=stale)
