"""boto3: sessions that are tracked, and threat protection."""

import pytest

from emulator import ERIN, GUARDED, POOL_GUARDED, claims, newcomer
from pools import make_pool, user_of


def start(idp, own, someone, password=None):
    parameters = {"USERNAME": someone.name, "PASSWORD": password or someone.password}
    answer = idp.initiate_auth(ClientId=own.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    return answer["AuthenticationResult"]


@pytest.fixture(scope="module")
def tracked(idp):
    own = make_pool(idp, UserPoolTier="ESSENTIALS")
    settings = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 2}}
    assert idp.get_user_pool_session_configuration(UserPoolId=own.pool)["UserSessionTracking"] == "DISABLED"
    assert idp.set_user_pool_session_configuration(UserPoolId=own.pool, **settings)["TokenSession"] == {"MaxPerUser": 2}
    got = idp.get_user_pool_session_configuration(UserPoolId=own.pool)
    assert (got["UserSessionTracking"], got["TokenSession"]) == ("ENABLED", {"MaxPerUser": 2})
    return own


@pytest.fixture(scope="module")
def guarded(idp):
    return make_pool(idp, UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED"})


def test_sessions_are_listed_and_revoked(idp, tracked):
    someone = user_of(idp, tracked)
    first, second = start(idp, tracked, someone), start(idp, tracked, someone)
    sessions = idp.list_user_sessions(AccessToken=second["AccessToken"])["Sessions"]
    assert len(sessions) == 2
    other = next(one for one in sessions if not one["IsCurrentSession"])
    assert other["SessionId"].startswith("tkn") and other["ClientId"] == tracked.client
    idp.revoke_user_session(AccessToken=second["AccessToken"], SessionId=other["SessionId"])
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        idp.get_user(AccessToken=first["AccessToken"])
    idp.get_user(AccessToken=second["AccessToken"])
    who = {"UserPoolId": tracked.pool, "Username": someone.name}
    (left,) = idp.admin_list_user_sessions(**who)["Sessions"]
    idp.admin_revoke_user_session(**who, SessionId=left["SessionId"])
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        idp.get_user(AccessToken=second["AccessToken"])


def test_the_oldest_session_makes_room(idp, tracked):
    someone = user_of(idp, tracked)
    first, *rest = [start(idp, tracked, someone) for _ in range(3)]
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        idp.get_user(AccessToken=first["AccessToken"])
    for tokens in rest:
        idp.get_user(AccessToken=tokens["AccessToken"])


def test_how_long_a_browser_is_remembered(idp, tracked):
    who = {"UserPoolId": tracked.pool, "ClientId": tracked.client}
    idp.set_user_pool_client_session_configuration(**who, SSOSession={"MaxValidityMinutes": 90})
    got = idp.get_user_pool_client_session_configuration(**who)
    assert got["SSOSession"] == {"MaxValidityMinutes": 90}


def test_a_token_for_a_client(idp, tracked):
    machine = idp.create_user_pool_client(
        UserPoolId=tracked.pool, ClientName="machine", GenerateSecret=True, ExplicitAuthFlows=["ALLOW_CLIENT_TOKEN_AUTH"],
    )["UserPoolClient"]
    ask = {"ClientId": machine["ClientId"], "Secret": machine["ClientSecret"]}
    answer = idp.get_client_token(**ask)["ClientAuthenticationResult"]
    token = claims(answer["AccessToken"])
    assert (answer["TokenType"], token["token_use"], token["client_id"]) == ("Bearer", "access", machine["ClientId"])
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        idp.get_client_token(**{**ask, "Secret": "notTheSecretOfTheClient000"})


def test_risk_is_configured(idp, guarded):
    blocked = {"Actions": {"EventAction": "BLOCK"}, "EventFilter": ["SIGN_IN"]}
    answer = idp.set_risk_configuration(UserPoolId=guarded.pool, CompromisedCredentialsRiskConfiguration=blocked)
    assert answer["RiskConfiguration"]["CompromisedCredentialsRiskConfiguration"] == blocked
    got = idp.describe_risk_configuration(UserPoolId=guarded.pool)["RiskConfiguration"]
    assert got["CompromisedCredentialsRiskConfiguration"] == blocked
    with pytest.raises(idp.exceptions.UserPoolAddOnNotEnabledException):
        idp.set_risk_configuration(UserPoolId=make_pool(idp).pool, CompromisedCredentialsRiskConfiguration=blocked)


def test_events_are_kept_and_judged(idp, guarded):
    someone = user_of(idp, guarded)
    with pytest.raises(idp.exceptions.NotAuthorizedException):
        start(idp, guarded, someone, "not-the-passw0rd")
    tokens = start(idp, guarded, someone)
    who = {"UserPoolId": guarded.pool, "Username": someone.name}
    passed, failed = idp.admin_list_user_auth_events(**who)["AuthEvents"]
    assert [one["EventResponse"] for one in (passed, failed)] == ["Pass", "Fail"]
    assert passed["EventType"] == "SignIn"
    assert claims(tokens["AccessToken"])["event_id"] == passed["EventId"]
    idp.admin_update_auth_event_feedback(**who, EventId=failed["EventId"], FeedbackValue="Invalid")
    judged = idp.admin_list_user_auth_events(**who)["AuthEvents"][1]
    assert judged["EventFeedback"]["FeedbackValue"] == "Invalid"


def test_a_password_that_is_known_elsewhere(idp):
    parameters = {"USERNAME": ERIN.name, "PASSWORD": ERIN.password}
    with pytest.raises(idp.exceptions.PasswordResetRequiredException) as refused:
        idp.initiate_auth(ClientId=GUARDED, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    assert refused.value.response["Error"]["Message"] == "Password reset required for user due to security reasons"
    who = {"UserPoolId": POOL_GUARDED, "Username": ERIN.name}
    assert idp.admin_get_user(**who)["UserStatus"] == "RESET_REQUIRED"
    (event,) = idp.admin_list_user_auth_events(**who)["AuthEvents"]
    assert event["EventRisk"]["CompromisedCredentialsDetected"] is True
    with pytest.raises(idp.exceptions.InvalidPasswordException):
        idp.sign_up(ClientId=GUARDED, Username=newcomer().name, Password=ERIN.password)
