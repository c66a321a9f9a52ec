"""Triggers that call Cognito back while the call that runs them waits: functions/calls_back.py, run by the emulator."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from emulator import newcomer

POOL = "us-east-1_CallsPy01"


def sign_up(idp, someone, **metadata):
    idp.sign_up(
        ClientId="callspy0000000000000000000",
        Username=someone.name,
        Password=someone.password,
        UserAttributes=[{"Name": "email", "Value": someone.email}],
        ClientMetadata=metadata,
    )


def groups(idp, name):
    return [one["GroupName"] for one in idp.admin_list_groups_for_user(UserPoolId=POOL, Username=name)["Groups"]]


def test_a_function_asks_and_changes_what_its_trigger_is_about(idp):
    someone, other = newcomer(), newcomer()
    sign_up(idp, someone)
    assert groups(idp, someone.name) == ["members"]
    other.email = someone.email
    with pytest.raises(idp.exceptions.UserLambdaValidationException) as refused:
        sign_up(idp, other)
    message = refused.value.response["Error"]["Message"]
    assert message == "PreSignUp failed with error This address has an account."


def test_many_at_once(idp):
    people = [newcomer() for _ in range(12)]
    with ThreadPoolExecutor(len(people)) as threads:
        list(threads.map(lambda someone: sign_up(idp, someone), people))
    assert all(groups(idp, someone.name) == ["members"] for someone in people)


def test_a_sign_up_signs_up_others_who_do_the_same(idp):
    someone = newcomer()
    sign_up(idp, someone, friends="3")
    for friend in range(4):
        assert groups(idp, someone.name + friend * "-friend") == ["members"]


def test_a_recursion_without_end(idp):
    with pytest.raises(idp.exceptions.UnexpectedLambdaException) as refused:
        sign_up(idp, newcomer(), friends="forever")
    message = refused.value.response["Error"]["Message"]
    assert message == "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function."
    assert idp.list_user_pools(MaxResults=1)["UserPools"]
    someone = newcomer()
    sign_up(idp, someone, friends="3")
    assert groups(idp, someone.name) == ["members"]
