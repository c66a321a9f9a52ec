"""boto3: sessions, from the first password to the last sign-out."""

import pytest

from emulator import ALICE, POOL, ROTATING, SRP_ONLY, TEMP, WEB, claims


def start(idp, someone, client=WEB):
    parameters = {"USERNAME": someone.name, "PASSWORD": someone.password}
    return idp.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)


def refresh(idp, token, client=WEB):
    answer = idp.initiate_auth(ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token})
    return answer["AuthenticationResult"]


def message(refused):
    return refused.value.response["Error"]["Message"]


def test_the_seeded_user_signs_in(idp):
    answer = start(idp, ALICE)
    tokens = answer["AuthenticationResult"]
    assert (tokens["TokenType"], tokens["ExpiresIn"]) == ("Bearer", 3600)
    assert answer["ChallengeParameters"] == {}
    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert access["event_id"] == identity["event_id"] == answer["ResponseMetadata"]["RequestId"]
    assert (access["token_use"], access["client_id"], access["username"]) == ("access", WEB, "alice")
    assert (identity["token_use"], identity["aud"], identity["email"]) == ("id", WEB, ALICE.email)


def test_an_administrator_signs_a_user_in(idp, user):
    parameters = {"USERNAME": user.name, "PASSWORD": user.password}
    answer = idp.admin_initiate_auth(
        UserPoolId=POOL, ClientId=WEB, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters,
    )
    assert answer["AuthenticationResult"]["RefreshToken"]


def test_a_temporary_password_has_to_change(idp):
    asked = start(idp, TEMP)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert asked["ChallengeParameters"]["USER_ID_FOR_SRP"] == TEMP.name
    answer = {"ClientId": WEB, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"]}
    responses = {"USERNAME": TEMP.name, "NEW_PASSWORD": "weak"}
    with pytest.raises(idp.exceptions.InvalidPasswordException):
        idp.respond_to_auth_challenge(**answer, ChallengeResponses=responses)
    responses["NEW_PASSWORD"] = "An0ther&Secret"
    tokens = idp.respond_to_auth_challenge(**answer, ChallengeResponses=responses)["AuthenticationResult"]
    assert claims(tokens["IdToken"])["cognito:username"] == TEMP.name
    with pytest.raises(idp.exceptions.NotAuthorizedException) as refused:
        idp.respond_to_auth_challenge(**answer, ChallengeResponses=responses)
    assert message(refused) == "Invalid session for the user, session can only be used once."


def test_refresh_keeps_the_session(idp, user):
    first = start(idp, user)["AuthenticationResult"]
    second = refresh(idp, first["RefreshToken"])
    assert "RefreshToken" not in second
    old, new = claims(first["AccessToken"]), claims(second["AccessToken"])
    assert [old[name] for name in ("origin_jti", "event_id", "auth_time")] == [new[name] for name in ("origin_jti", "event_id", "auth_time")]
    assert old["jti"] != new["jti"]


def test_get_tokens_from_refresh_token(idp, user):
    first = start(idp, user)["AuthenticationResult"]
    second = idp.get_tokens_from_refresh_token(ClientId=WEB, RefreshToken=first["RefreshToken"])["AuthenticationResult"]
    assert second["AccessToken"] and second["IdToken"] and "RefreshToken" not in second


def test_a_rotating_client_has_each_token_once(idp, user):
    first = start(idp, user, ROTATING)["AuthenticationResult"]["RefreshToken"]
    with pytest.raises(idp.exceptions.ClientError) as refused:
        refresh(idp, first, ROTATING)
    assert refused.value.response["Error"]["Code"] == "UnsupportedOperationException"
    rotate = lambda token: idp.get_tokens_from_refresh_token(ClientId=ROTATING, RefreshToken=token)["AuthenticationResult"]
    second = rotate(first)["RefreshToken"]
    assert second != first
    with pytest.raises(idp.exceptions.RefreshTokenReuseException):
        rotate(first)
    assert rotate(second)["AccessToken"]


def test_revoke_and_sign_out(idp, user):
    first = start(idp, user)["AuthenticationResult"]
    idp.revoke_token(ClientId=WEB, Token=first["RefreshToken"])
    with pytest.raises(idp.exceptions.NotAuthorizedException) as refused:
        refresh(idp, first["RefreshToken"])
    assert message(refused) == "Refresh Token has been revoked"
    second = start(idp, user)["AuthenticationResult"]
    idp.global_sign_out(AccessToken=second["AccessToken"])
    with pytest.raises(idp.exceptions.NotAuthorizedException) as refused:
        idp.get_user(AccessToken=second["AccessToken"])
    assert message(refused) == "Access Token has been revoked"


def test_sign_in_is_refused(idp, user):
    with pytest.raises(idp.exceptions.InvalidParameterException) as refused:
        start(idp, user, SRP_ONLY)
    assert message(refused) == "USER_PASSWORD_AUTH flow not enabled for this client"
    with pytest.raises(idp.exceptions.InvalidParameterException) as refused:
        idp.initiate_auth(ClientId=WEB, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": user.name})
    assert message(refused) == "Missing required parameter PASSWORD"
    with pytest.raises(idp.exceptions.ResourceNotFoundException) as refused:
        start(idp, user, "nobodysclient")
    assert message(refused) == "User pool client nobodysclient does not exist."
    user.password = "not-the-passw0rd"
    with pytest.raises(idp.exceptions.NotAuthorizedException) as refused:
        start(idp, user)
    assert message(refused) == "Incorrect username or password."


def test_a_refusal_can_be_looked_up(idp):
    with pytest.raises(idp.exceptions.ResourceNotFoundException) as refused:
        idp.describe_user_pool(UserPoolId="us-east-1_Nothing00")
    metadata = refused.value.response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 400
    assert metadata["RequestId"] == metadata["HTTPHeaders"]["x-amzn-requestid"]
    assert metadata["HTTPHeaders"]["x-emulator"].startswith("cognitwo/")
    assert metadata["HTTPHeaders"]["x-emulator-rule"]
