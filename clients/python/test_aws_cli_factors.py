"""The AWS CLI: a second factor and a code in place of a password, typed by hand."""

import json

import pytest

from authenticator import totp_code
from aws_cli import Refused, aws
from emulator import another, code
from pools import make_pool, user_of


def pairs(**parameters):
    return ",".join(f"{name}={value}" for name, value in parameters.items())


def test_a_software_token(idp):
    own = make_pool(idp)
    mfa = {"software_token_mfa_configuration": "Enabled=true", "mfa_configuration": "OPTIONAL"}
    assert aws("set-user-pool-mfa-config", user_pool_id=own.pool, **mfa)["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert aws("get-user-pool-mfa-config", user_pool_id=own.pool)["MfaConfiguration"] == "OPTIONAL"
    someone = user_of(idp, own)
    password = {"auth_flow": "USER_PASSWORD_AUTH", "auth_parameters": pairs(USERNAME=someone.name, PASSWORD=someone.password)}
    access = aws("initiate-auth", client_id=own.client, **password)["AuthenticationResult"]["AccessToken"]
    secret = aws("associate-software-token", access_token=access)["SecretCode"]
    with pytest.raises(Refused) as refused:
        aws("verify-software-token", access_token=access, user_code=another(totp_code(secret)))
    assert refused.value.kind == "EnableSoftwareTokenMFAException"
    assert aws("verify-software-token", access_token=access, user_code=totp_code(secret))["Status"] == "SUCCESS"
    aws("set-user-mfa-preference", access_token=access, software_token_mfa_settings="Enabled=true,PreferredMfa=true")
    assert aws("get-user-auth-factors", access_token=access)["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"

    asked = aws("initiate-auth", client_id=own.client, **password)
    answer = aws(
        "respond-to-auth-challenge", client_id=own.client, challenge_name=asked["ChallengeName"], session=asked["Session"],
        challenge_responses=pairs(USERNAME=someone.name, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)),
    )
    assert answer["AuthenticationResult"]["RefreshToken"]


def test_a_code_in_place_of_a_password(idp):
    factors = ["PASSWORD", "EMAIL_OTP"]
    pool = aws(
        "create-user-pool", pool_name="cli", policies=json.dumps({"SignInPolicy": {"AllowedFirstAuthFactors": factors}}),
    )["UserPool"]
    assert pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] == factors
    own = make_pool(idp, Policies=pool["Policies"])
    someone = user_of(idp, own)
    asked = aws(
        "initiate-auth", client_id=own.client, auth_flow="USER_AUTH",
        auth_parameters=pairs(USERNAME=someone.name, PREFERRED_CHALLENGE="EMAIL_OTP"),
    )
    answer = aws(
        "respond-to-auth-challenge", client_id=own.client, challenge_name="EMAIL_OTP", session=asked["Session"],
        challenge_responses=pairs(USERNAME=someone.name, EMAIL_OTP_CODE=code(someone.email, "Authentication")),
    )
    assert answer["AuthenticationResult"]["AccessToken"]


def test_devices_and_events_by_an_administrator(idp):
    own = make_pool(
        idp, UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"},
        DeviceConfiguration={"ChallengeRequiredOnNewDevice": False},
    )
    someone = user_of(idp, own)
    signed_in = aws(
        "admin-initiate-auth", user_pool_id=own.pool, client_id=own.client, auth_flow="USER_AUTH",
        auth_parameters=pairs(USERNAME=someone.name, PREFERRED_CHALLENGE="PASSWORD", PASSWORD=someone.password),
    )["AuthenticationResult"]
    key = signed_in["NewDeviceMetadata"]["DeviceKey"]
    verifier = "PasswordVerifier=" + "dmVy" * 32 + ",Salt=c2FsdHNhbHRzYWx0c2FsdA=="
    answer = aws("confirm-device", access_token=signed_in["AccessToken"], device_key=key, device_secret_verifier_config=verifier)
    assert answer == {"UserConfirmationNecessary": False}
    who = {"user_pool_id": own.pool, "username": someone.name}
    (listed,) = aws("admin-list-devices", "--no-paginate", **who)["Devices"]
    assert listed["DeviceKey"] == key
    aws("admin-forget-device", **who, device_key=key)
    assert aws("admin-list-devices", **who)["Devices"] == []
    (event,) = aws("admin-list-user-auth-events", **who)["AuthEvents"]
    assert (event["EventType"], event["EventResponse"]) == ("SignIn", "Pass")
