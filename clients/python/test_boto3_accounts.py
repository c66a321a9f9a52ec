"""boto3: what users do with their accounts, without credentials of AWS."""

import boto3
import botocore
import pytest
from botocore.config import Config

from emulator import ALICE, HIDDEN, MAIL, SECRET, WEB, another, claims, code, newcomer, secret_hash


@pytest.fixture(scope="module")
def app():
    """A client of an app: it signs nothing."""
    return boto3.client("cognito-idp", config=Config(signature_version=botocore.UNSIGNED))


def sign_up(app, someone, client=WEB, **more):
    attributes = [{"Name": "email", "Value": someone.email}]
    return app.sign_up(ClientId=client, Username=someone.name, Password=someone.password, UserAttributes=attributes, **more)


def sign_in(app, username, password, client=WEB, **more):
    parameters = {"USERNAME": username, "PASSWORD": password, **more}
    return app.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)


def message(refused):
    return refused.value.response["Error"]["Message"]


def test_sign_up_code_confirmation_sign_in(app):
    someone = newcomer()
    answer = sign_up(app, someone)
    assert answer["UserConfirmed"] is False
    assert answer["CodeDeliveryDetails"] == {
        "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "u***@e***",
    }
    with pytest.raises(app.exceptions.UserNotConfirmedException):
        sign_in(app, someone.name, someone.password)

    right = code(someone.email, "SignUp")
    with pytest.raises(app.exceptions.CodeMismatchException):
        app.confirm_sign_up(ClientId=WEB, Username=someone.name, ConfirmationCode=another(right))
    app.confirm_sign_up(ClientId=WEB, Username=someone.name, ConfirmationCode=right)

    tokens = sign_in(app, someone.name, someone.password)["AuthenticationResult"]
    assert claims(tokens["AccessToken"])["sub"] == answer["UserSub"]
    assert claims(tokens["IdToken"])["email_verified"] is True


def test_another_code_replaces_the_first(app):
    someone = newcomer()
    sign_up(app, someone)
    first = code(someone.email, "SignUp")
    app.resend_confirmation_code(ClientId=WEB, Username=someone.name)
    second = code(someone.email, "ResendCode")
    if first != second:
        with pytest.raises(app.exceptions.CodeMismatchException):
            app.confirm_sign_up(ClientId=WEB, Username=someone.name, ConfirmationCode=first)
    app.confirm_sign_up(ClientId=WEB, Username=someone.name, ConfirmationCode=second)


def test_sign_up_is_refused(app):
    with pytest.raises(app.exceptions.UsernameExistsException):
        sign_up(app, ALICE)
    weak = newcomer()
    weak.password = "password"
    with pytest.raises(app.exceptions.InvalidPasswordException) as refused:
        sign_up(app, weak)
    assert message(refused) == "Password did not conform with policy: Password must have uppercase characters"
    badly_addressed = newcomer()
    badly_addressed.email = "nowhere"
    with pytest.raises(app.exceptions.InvalidParameterException) as refused:
        sign_up(app, badly_addressed)
    assert message(refused) == "Invalid email address format."


def test_a_pool_of_addresses_names_users_by_sub(app):
    someone = newcomer()
    someone.name = someone.email
    sub = sign_up(app, someone, MAIL)["UserSub"]
    app.confirm_sign_up(ClientId=MAIL, Username=someone.email, ConfirmationCode=code(someone.email, "SignUp"))
    tokens = sign_in(app, someone.email, someone.password, MAIL)["AuthenticationResult"]
    assert app.get_user(AccessToken=tokens["AccessToken"])["Username"] == sub


def test_a_client_with_a_secret(app, user):
    with pytest.raises(app.exceptions.NotAuthorizedException) as refused:
        sign_in(app, user.name, user.password, SECRET)
    assert message(refused) == f"Client {SECRET} is configured with secret but SECRET_HASH was not received"
    proof = secret_hash(user.name)
    tokens = sign_in(app, user.name, user.password, SECRET, SECRET_HASH=proof)["AuthenticationResult"]
    parameters = {"REFRESH_TOKEN": tokens["RefreshToken"], "SECRET_HASH": proof}
    fresh = app.initiate_auth(ClientId=SECRET, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)
    assert fresh["AuthenticationResult"]["AccessToken"] != tokens["AccessToken"]


def test_a_forgotten_password_is_replaced(app, user):
    delivery = app.forgot_password(ClientId=WEB, Username=user.name)["CodeDeliveryDetails"]
    assert (delivery["DeliveryMedium"], delivery["Destination"]) == ("EMAIL", "u***@e***")
    right = code(user.email, "ForgotPassword")
    wanted = {"ClientId": WEB, "Username": user.name, "Password": "An0ther&Secret"}
    with pytest.raises(app.exceptions.CodeMismatchException):
        app.confirm_forgot_password(**wanted, ConfirmationCode=another(right))
    with pytest.raises(app.exceptions.InvalidPasswordException):
        app.confirm_forgot_password(**wanted | {"Password": "weak"}, ConfirmationCode=right)
    app.confirm_forgot_password(**wanted, ConfirmationCode=right)
    with pytest.raises(app.exceptions.ExpiredCodeException):
        app.confirm_forgot_password(**wanted, ConfirmationCode=right)
    with pytest.raises(app.exceptions.NotAuthorizedException):
        sign_in(app, user.name, user.password)
    assert sign_in(app, user.name, "An0ther&Secret")["AuthenticationResult"]["IdToken"]


def test_the_own_profile(app, user):
    token = sign_in(app, user.name, user.password)["AuthenticationResult"]["AccessToken"]
    app.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "family_name", "Value": "Kim"}])
    got = {one["Name"]: one["Value"] for one in app.get_user(AccessToken=token)["UserAttributes"]}
    assert (got["family_name"], got["email"]) == ("Kim", user.email)
    app.change_password(AccessToken=token, PreviousPassword=user.password, ProposedPassword="An0ther&Secret")
    app.delete_user(AccessToken=token)
    with pytest.raises(app.exceptions.UserNotFoundException):
        app.get_user(AccessToken=token)


def test_a_missing_user_is_named_to_a_legacy_client(app):
    nobody = newcomer()
    with pytest.raises(app.exceptions.UserNotFoundException):
        sign_in(app, nobody.name, nobody.password)
    with pytest.raises(app.exceptions.UserNotFoundException):
        app.forgot_password(ClientId=WEB, Username=nobody.name)


def test_a_missing_user_is_hidden_by_the_others(app, user):
    nobody = newcomer()
    with pytest.raises(app.exceptions.NotAuthorizedException) as missing:
        sign_in(app, nobody.name, nobody.password, HIDDEN)
    with pytest.raises(app.exceptions.NotAuthorizedException) as mistyped:
        sign_in(app, user.name, "not-the-passw0rd", HIDDEN)
    assert missing.value.response["Error"] == mistyped.value.response["Error"]
    assert app.forgot_password(ClientId=HIDDEN, Username=nobody.name)["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert app.resend_confirmation_code(ClientId=HIDDEN, Username=nobody.name)["CodeDeliveryDetails"]["Destination"]
    with pytest.raises(app.exceptions.CodeMismatchException):
        app.confirm_sign_up(ClientId=HIDDEN, Username=nobody.name, ConfirmationCode="123456")
