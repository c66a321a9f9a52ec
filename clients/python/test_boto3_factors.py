"""boto3: every first factor of USER_AUTH, and the second factors and devices of a user."""

import boto3
import botocore
import pytest
from botocore.config import Config

from authenticator import totp_code
from emulator import another, claims, code, newcomer
from pools import EMAIL, SMS, TOTP, make_pool, user_of

FACTORS = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]


@pytest.fixture(scope="module")
def app():
    """A client of an app: it signs nothing."""
    return boto3.client("cognito-idp", config=Config(signature_version=botocore.UNSIGNED))


@pytest.fixture(scope="module")
def choosing(idp):
    return make_pool(idp, Policies={"SignInPolicy": {"AllowedFirstAuthFactors": FACTORS}}, AutoVerifiedAttributes=["email"])


@pytest.fixture(scope="module")
def optional(idp):
    return make_pool(idp, {"MfaConfiguration": "OPTIONAL", **SMS, **TOTP, **EMAIL})


def start(app, own, someone, **more):
    parameters = {"USERNAME": someone.name, **more}
    return app.initiate_auth(ClientId=own.client, AuthFlow="USER_AUTH", AuthParameters=parameters)


def respond(app, own, someone, asked, name=None, **responses):
    return app.respond_to_auth_challenge(
        ClientId=own.client, ChallengeName=name or asked["ChallengeName"], Session=asked["Session"],
        ChallengeResponses={"USERNAME": someone.name, **responses},
    )


def token(app, own, someone):
    parameters = {"USERNAME": someone.name, "PASSWORD": someone.password}
    answer = app.initiate_auth(ClientId=own.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    return answer["AuthenticationResult"]["AccessToken"]


def message(refused):
    return refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(("factor", "address", "response"), [
    ("EMAIL_OTP", "email", "EMAIL_OTP_CODE"), ("SMS_OTP", "phone", "SMS_OTP_CODE"),
])
def test_a_code_in_place_of_a_password(idp, app, choosing, factor, address, response):
    someone = user_of(idp, choosing)
    asked = start(app, choosing, someone, PREFERRED_CHALLENGE=factor)
    assert asked["ChallengeName"] == factor
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == factor.split("_")[0]
    right = code(getattr(someone, address), "Authentication")
    assert len(right) == 8
    with pytest.raises(app.exceptions.CodeMismatchException):
        respond(app, choosing, someone, asked, **{response: "0" + str((int(right[1:]) + 1) % 10**7).zfill(7)})
    tokens = respond(app, choosing, someone, asked, **{response: right})["AuthenticationResult"]
    assert claims(tokens["AccessToken"])["username"] == someone.name
    with pytest.raises(app.exceptions.NotAuthorizedException) as refused:
        respond(app, choosing, someone, asked, **{response: right})
    assert message(refused) == "Invalid session for the user, session can only be used once."


def test_a_choice_is_offered(idp, app, choosing):
    someone = user_of(idp, choosing)
    asked = start(app, choosing, someone)
    assert asked["ChallengeName"] == "SELECT_CHALLENGE"
    assert asked["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]
    assert respond(app, choosing, someone, asked, ANSWER="PASSWORD", PASSWORD=someone.password)["AuthenticationResult"]
    asked = respond(app, choosing, someone, start(app, choosing, someone), ANSWER="SMS_OTP")
    assert asked["ChallengeName"] == "SMS_OTP"
    right = code(someone.phone, "Authentication")
    assert respond(app, choosing, someone, asked, SMS_OTP_CODE=right)["AuthenticationResult"]


def test_a_password_at_once(idp, app, choosing):
    someone = user_of(idp, choosing)
    assert start(app, choosing, someone, PREFERRED_CHALLENGE="PASSWORD", PASSWORD=someone.password)["AuthenticationResult"]
    with pytest.raises(app.exceptions.NotAuthorizedException) as refused:
        start(app, choosing, someone, PREFERRED_CHALLENGE="PASSWORD", PASSWORD="not-the-passw0rd")
    assert message(refused) == "Incorrect username or password."


def test_who_is_not_there_is_asked_all_the_same(idp, app, choosing):
    nobody = newcomer()
    parameters = {"USERNAME": nobody.name, "PREFERRED_CHALLENGE": "EMAIL_OTP"}
    with pytest.raises(app.exceptions.UserNotFoundException):
        app.initiate_auth(ClientId=choosing.client, AuthFlow="USER_AUTH", AuthParameters=parameters)
    asked = app.initiate_auth(ClientId=choosing.hidden, AuthFlow="USER_AUTH", AuthParameters=parameters)
    assert asked["ChallengeName"] == "EMAIL_OTP"
    with pytest.raises(app.exceptions.CodeMismatchException) as refused:
        app.respond_to_auth_challenge(
            ClientId=choosing.hidden, ChallengeName="EMAIL_OTP", Session=asked["Session"],
            ChallengeResponses={"USERNAME": nobody.name, "EMAIL_OTP_CODE": "12345678"},
        )
    assert message(refused) == "Invalid code or auth state for the user."


def test_sign_up_without_a_password_leads_to_a_session(app, choosing):
    someone = newcomer()
    attributes = [{"Name": "email", "Value": someone.email}]
    signed_up = app.sign_up(ClientId=choosing.client, Username=someone.name, UserAttributes=attributes)
    confirmed = app.confirm_sign_up(
        ClientId=choosing.client, Username=someone.name, ConfirmationCode=code(someone.email, "SignUp"), Session=signed_up["Session"],
    )
    answer = app.initiate_auth(
        ClientId=choosing.client, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": someone.name}, Session=confirmed["Session"],
    )
    assert answer["AuthenticationResult"]["AccessToken"]
    assert start(app, choosing, someone, PREFERRED_CHALLENGE="EMAIL_OTP")["AvailableChallenges"] == ["EMAIL_OTP"]


def test_a_software_token(idp, app, optional):
    someone = user_of(idp, optional)
    access = token(app, optional, someone)
    with pytest.raises(app.exceptions.InvalidParameterException):
        app.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    secret = app.associate_software_token(AccessToken=access)["SecretCode"]
    with pytest.raises(app.exceptions.EnableSoftwareTokenMFAException) as refused:
        app.verify_software_token(AccessToken=access, UserCode=another(totp_code(secret)))
    assert message(refused) == "Code mismatch and fail enable Software Token MFA"
    assert app.verify_software_token(AccessToken=access, UserCode=totp_code(secret), FriendlyDeviceName="telephone")["Status"] == "SUCCESS"
    app.set_user_mfa_preference(AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    factors = app.get_user_auth_factors(AccessToken=access)
    assert (factors["Username"], factors["PreferredMfaSetting"]) == (someone.name, "SOFTWARE_TOKEN_MFA")
    assert factors["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    assert "PASSWORD" in factors["ConfiguredUserAuthFactors"]
    parameters = {"USERNAME": someone.name, "PASSWORD": someone.password}
    asked = app.initiate_auth(ClientId=optional.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert respond(app, optional, someone, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1))["AuthenticationResult"]


def test_three_factors_to_choose_from(idp, app, optional):
    someone = user_of(idp, optional)
    access = token(app, optional, someone)
    secret = app.associate_software_token(AccessToken=access)["SecretCode"]
    app.verify_software_token(AccessToken=access, UserCode=totp_code(secret))
    on = {"Enabled": True, "PreferredMfa": False}
    idp.admin_set_user_mfa_preference(
        UserPoolId=optional.pool, Username=someone.name, SMSMfaSettings=on, SoftwareTokenMfaSettings=on, EmailMfaSettings=on,
    )
    listed = idp.admin_get_user_auth_factors(UserPoolId=optional.pool, Username=someone.name)["UserMFASettingList"]
    assert sorted(listed) == ["EMAIL_OTP", "SMS_MFA", "SOFTWARE_TOKEN_MFA"]
    parameters = {"USERNAME": someone.name, "PASSWORD": someone.password}
    asked = app.initiate_auth(ClientId=optional.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    assert asked["ChallengeName"] == "SELECT_MFA_TYPE"
    asked = respond(app, optional, someone, asked, ANSWER="EMAIL_OTP")
    assert asked["ChallengeName"] == "EMAIL_OTP"
    right = code(someone.email, "Authentication")
    assert respond(app, optional, someone, asked, EMAIL_OTP_CODE=right)["AuthenticationResult"]


def test_what_there_is_no_device_for(idp, app, optional):
    someone = user_of(idp, optional)
    key = "us-east-1_11111111-2222-3333-4444-555555555555"
    with pytest.raises(app.exceptions.ClientError):
        app.confirm_device(AccessToken=token(app, optional, someone), DeviceKey=key)
    with pytest.raises(idp.exceptions.ClientError):
        idp.admin_get_device(UserPoolId=optional.pool, Username=someone.name, DeviceKey=key)


def test_no_passkey_without_a_relying_party(idp, app, choosing):
    access = token(app, choosing, user_of(idp, choosing))
    with pytest.raises(app.exceptions.WebAuthnConfigurationMissingException):
        app.start_web_authn_registration(AccessToken=access)
    assert app.list_web_authn_credentials(AccessToken=access)["Credentials"] == []
    with pytest.raises(app.exceptions.ResourceNotFoundException):
        app.delete_web_authn_credential(AccessToken=access, CredentialId="bm90LWEta2V5")


def test_no_passkeys_without_the_policy(idp, app, optional):
    with pytest.raises(app.exceptions.WebAuthnNotEnabledException):
        app.start_web_authn_registration(AccessToken=token(app, optional, user_of(idp, optional)))
