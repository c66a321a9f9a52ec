"""The AWS CLI: what one types to look around, and to sign up and in by hand."""

import time

import pytest

from aws_cli import Refused, aws
from emulator import ALICE, HIDDEN, POOL, ROTATING, SECRET, TEMP, WEB, claims, code, newcomer, secret_hash

SOMEONE = newcomer()


def sign_in(client, **parameters):
    pairs = ",".join(f"{name}={value}" for name, value in parameters.items())
    return aws("initiate-auth", client_id=client, auth_flow="USER_PASSWORD_AUTH", auth_parameters=pairs)


def refresh(client, token):
    return aws("initiate-auth", client_id=client, auth_flow="REFRESH_TOKEN_AUTH", auth_parameters=f"REFRESH_TOKEN={token}")


def refused(kind, call, *arguments, **options):
    with pytest.raises(Refused) as caught:
        call(*arguments, **options)
    assert caught.value.kind == kind, caught.value.message
    return caught.value.message


def test_a_pool_and_its_client():
    pool = aws("create-user-pool", pool_name="cli", auto_verified_attributes="email")["UserPool"]["Id"]
    aws("update-user-pool", user_pool_id=pool, policies="PasswordPolicy={MinimumLength=12}")
    got = aws("describe-user-pool", user_pool_id=pool)["UserPool"]
    assert got["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert abs(time.time() - got["CreationDate"]) < 600
    listed = aws("list-user-pools", "--no-paginate", max_results=60)["UserPools"]
    assert {pool, POOL} <= {one["Id"] for one in listed}

    client = aws("create-user-pool-client", user_pool_id=pool, client_name="web")["UserPoolClient"]["ClientId"]
    aws("update-user-pool-client", user_pool_id=pool, client_id=client, client_name="site")
    assert aws("describe-user-pool-client", user_pool_id=pool, client_id=client)["UserPoolClient"]["ClientName"] == "site"
    assert len(aws("list-user-pool-clients", user_pool_id=pool)["UserPoolClients"]) == 1
    aws("delete-user-pool-client", user_pool_id=pool, client_id=client)
    aws("delete-user-pool", user_pool_id=pool)
    message = refused("ResourceNotFoundException", aws, "describe-user-pool", user_pool_id=pool)
    assert message == f"User pool {pool} does not exist."


def test_sign_up_sign_in_and_refresh():
    asked = {"client_id": WEB, "username": SOMEONE.name}
    aws("sign-up", **asked, password=SOMEONE.password, user_attributes=f"Name=email,Value={SOMEONE.email}")
    refused("UserNotConfirmedException", sign_in, WEB, USERNAME=SOMEONE.name, PASSWORD=SOMEONE.password)
    refused("CodeMismatchException", aws, "confirm-sign-up", **asked, confirmation_code="not-it")
    aws("confirm-sign-up", **asked, confirmation_code=code(SOMEONE.email, "SignUp"))

    tokens = sign_in(WEB, USERNAME=SOMEONE.name, PASSWORD=SOMEONE.password)["AuthenticationResult"]
    assert aws("get-user", access_token=tokens["AccessToken"])["Username"] == SOMEONE.name
    fresh = refresh(WEB, tokens["RefreshToken"])["AuthenticationResult"]
    assert claims(fresh["IdToken"])["origin_jti"] == claims(tokens["IdToken"])["origin_jti"]


def test_a_forgotten_password_is_replaced():
    asked = {"client_id": WEB, "username": ALICE.name}
    assert aws("forgot-password", **asked)["CodeDeliveryDetails"]["Destination"] == "a***@e***"
    right = code(ALICE.email, "ForgotPassword")
    refused("InvalidPasswordException", aws, "confirm-forgot-password", **asked, confirmation_code=right, password="weak")
    aws("confirm-forgot-password", **asked, confirmation_code=right, password="An0ther&Secret")
    assert sign_in(WEB, USERNAME=ALICE.name, PASSWORD="An0ther&Secret")["AuthenticationResult"]


def test_a_temporary_password_has_to_change():
    asked = sign_in(WEB, USERNAME=TEMP.name, PASSWORD=TEMP.password)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    answer = aws(
        "respond-to-auth-challenge", client_id=WEB, challenge_name="NEW_PASSWORD_REQUIRED", session=asked["Session"],
        challenge_responses=f"USERNAME={TEMP.name},NEW_PASSWORD=An0ther&Secret",
    )
    assert answer["AuthenticationResult"]["RefreshToken"]


def test_a_rotating_client():
    name, password = newcomer().name, "Str0ng&Secret"
    aws("admin-create-user", user_pool_id=POOL, username=name, message_action="SUPPRESS")
    aws("admin-set-user-password", "--permanent", user_pool_id=POOL, username=name, password=password)
    first = sign_in(ROTATING, USERNAME=name, PASSWORD=password)["AuthenticationResult"]["RefreshToken"]
    refused("UnsupportedOperationException", refresh, ROTATING, first)
    rotated = aws("get-tokens-from-refresh-token", client_id=ROTATING, refresh_token=first)["AuthenticationResult"]
    assert rotated["RefreshToken"] != first
    refused("RefreshTokenReuseException", aws, "get-tokens-from-refresh-token", client_id=ROTATING, refresh_token=first)


def test_errors_by_type():
    nobody = {"USERNAME": newcomer().name, "PASSWORD": "Str0ng&Secret"}
    refused("UserNotFoundException", sign_in, WEB, **nobody)
    assert refused("NotAuthorizedException", sign_in, HIDDEN, **nobody) == "Incorrect username or password."
    refused("NotAuthorizedException", sign_in, SECRET, **nobody)
    refused("UserNotFoundException", sign_in, SECRET, **nobody, SECRET_HASH=secret_hash(nobody["USERNAME"]))
    refused("ResourceNotFoundException", sign_in, "nobodysclient", **nobody)
    refused("InvalidParameterException", sign_in, WEB, USERNAME=ALICE.name)
    refused("UsernameExistsException", aws, "sign-up", client_id=WEB, username=ALICE.name, password="Str0ng&Secret")
