"""pycognito: second factors after SRP, and devices that are remembered."""

import pytest
import requests
from pycognito import Cognito
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import SMSMFAChallengeException, SoftwareTokenMFAChallengeException

from authenticator import totp_code
from emulator import ENDPOINT, another, claims, code
from pools import SMS, TOTP, make_pool, user_of


@pytest.fixture(scope="module")
def own(idp):
    return make_pool(idp, {"MfaConfiguration": "OPTIONAL", **SMS, **TOTP})


@pytest.fixture(scope="module")
def tracking(idp):
    """A pool whose devices spare the second factor."""
    devices = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
    return make_pool(idp, {"MfaConfiguration": "OPTIONAL", **SMS}, DeviceConfiguration=devices)


def account(own, someone):
    return Cognito(own.pool, own.client, username=someone.name, boto3_client_kwargs={"endpoint_url": ENDPOINT})


def signed_in(own, someone):
    app = account(own, someone)
    app.authenticate(someone.password)
    return app


def test_a_code_by_sms(idp, own):
    someone = user_of(idp, own)
    signed_in(own, someone).set_user_mfa_preference(True, False, "SMS")
    app = account(own, someone)
    with pytest.raises(SMSMFAChallengeException) as asked:
        app.authenticate(someone.password)
    delivery = asked.value.get_tokens()["ChallengeParameters"]
    assert delivery["CODE_DELIVERY_DESTINATION"] == "+*******" + someone.phone[-4:]
    right = code(someone.phone, "Authentication")
    with pytest.raises(app.client.exceptions.CodeMismatchException):
        app.respond_to_sms_mfa_challenge(another(right))
    app.respond_to_sms_mfa_challenge(right)
    assert app.id_claims["phone_number"] == someone.phone


def test_a_software_token(idp, own):
    someone = user_of(idp, own)
    app = signed_in(own, someone)
    secret = app.associate_software_token()
    with pytest.raises(app.client.exceptions.EnableSoftwareTokenMFAException):
        app.verify_software_token(another(totp_code(secret)), "telephone")
    assert app.verify_software_token(totp_code(secret), "telephone")
    app.set_user_mfa_preference(False, True, "SOFTWARE_TOKEN")

    app = account(own, someone)
    with pytest.raises(SoftwareTokenMFAChallengeException) as asked:
        app.authenticate(someone.password)
    assert asked.value.get_tokens()["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "telephone"
    right = totp_code(secret, 1)
    with pytest.raises(app.client.exceptions.CodeMismatchException):
        app.respond_to_software_token_mfa_challenge(another(right))
    app.respond_to_software_token_mfa_challenge(right)
    assert app.access_claims["username"] == someone.name
    app.renew_access_token()


def test_the_second_factor_is_taken_off(idp, own):
    someone = user_of(idp, own)
    app = signed_in(own, someone)
    app.set_user_mfa_preference(True, False, "SMS")
    app.set_user_mfa_preference(False, False)
    assert signed_in(own, someone).access_claims["username"] == someone.name


@pytest.fixture
def to_the_emulator(monkeypatch):
    """pycognito calls the operations on devices at AWS's address, whatever endpoint its client has."""
    send = requests.post
    monkeypatch.setattr(requests, "post", lambda url, **request: send(ENDPOINT + "/", **request))


def prover(idp, own, someone, **device):
    return AWSSRP(someone.name, someone.password, own.pool, own.client, client=idp, **device)


def remembered(idp, own, someone):
    """A device of somebody: what it proves itself with, and the tokens of its first sign-in."""
    srp = prover(idp, own, someone)
    tokens = srp.authenticate_user()
    answer, password = srp.confirm_device(tokens, "laptop")
    assert answer.json() == {"UserConfirmationNecessary": False}
    device = {"device_key": srp.device_key, "device_group_key": srp.device_group_key, "device_password": password}
    return device, tokens["AuthenticationResult"]


def test_devices_prove_themselves(idp, tracking, to_the_emulator):
    for _ in range(6):  # salts and proofs are numbers of every length
        someone = user_of(idp, tracking)
        device, _ = remembered(idp, tracking, someone)
        tokens = prover(idp, tracking, someone, **device).authenticate_user()["AuthenticationResult"]
        assert claims(tokens["AccessToken"])["device_key"] == device["device_key"]
        assert "NewDeviceMetadata" not in tokens


def test_a_remembered_device_spares_the_second_factor(idp, tracking, to_the_emulator):
    someone = user_of(idp, tracking)
    signed_in(tracking, someone).set_user_mfa_preference(True, False, "SMS")
    app = account(tracking, someone)
    with pytest.raises(SMSMFAChallengeException) as asked:
        app.authenticate(someone.password)
    right = code(someone.phone, "Authentication")
    tokens = idp.respond_to_auth_challenge(
        ClientId=tracking.client, ChallengeName="SMS_MFA", Session=asked.value.get_tokens()["Session"],
        ChallengeResponses={"USERNAME": someone.name, "SMS_MFA_CODE": right},
    )
    srp = prover(idp, tracking, someone)
    _, password = srp.confirm_device(tokens, "laptop")
    device = {"device_key": srp.device_key, "device_group_key": srp.device_group_key, "device_password": password}
    assert prover(idp, tracking, someone, **device).authenticate_user()["AuthenticationResult"]["RefreshToken"]
    with pytest.raises(SMSMFAChallengeException):
        prover(idp, tracking, someone).authenticate_user()


def test_a_device_with_another_password(idp, tracking, to_the_emulator):
    someone = user_of(idp, tracking)
    device, _ = remembered(idp, tracking, someone)
    device["device_password"] = "another"
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        prover(idp, tracking, someone, **device).authenticate_user()


def test_a_device_is_not_remembered_and_forgotten(idp, tracking, to_the_emulator):
    someone = user_of(idp, tracking)
    device, tokens = remembered(idp, tracking, someone)
    who = {"UserPoolId": tracking.pool, "Username": someone.name}
    status = lambda: {
        one["Name"]: one.get("Value") for one in idp.admin_get_device(**who, DeviceKey=device["device_key"])["Device"]["DeviceAttributes"]
    }["dev:device_remembered_status"]
    assert status() == "remembered"
    srp = prover(idp, tracking, someone)
    assert "200" in srp.update_device_status(False, tokens["AccessToken"], device["device_key"])
    assert status() == "not_remembered"
    assert "200" in srp.forget_device(tokens["AccessToken"], device["device_key"])
    assert idp.admin_list_devices(**who)["Devices"] == []
    with pytest.raises(idp.exceptions.ResourceNotFoundException):
        prover(idp, tracking, someone, **device).authenticate_user()
