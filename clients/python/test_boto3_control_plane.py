"""boto3: pools, clients and users, as an administrator makes them."""

from datetime import datetime, timedelta, timezone

import boto3
import botocore
import pytest
from botocore.config import Config

from emulator import ALICE, POOL, WEB, claims, newcomer


@pytest.fixture
def pool(idp):
    made = idp.create_user_pool(PoolName="boto3", AutoVerifiedAttributes=["email"])["UserPool"]
    yield made
    idp.delete_user_pool(UserPoolId=made["Id"])


def recent(moment):
    return isinstance(moment, datetime) and abs(datetime.now(timezone.utc) - moment) < timedelta(minutes=10)


def test_a_pool_is_made_and_described(idp, pool):
    got = idp.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
    assert got["Name"] == "boto3"
    assert got["Arn"].endswith(":userpool/" + pool["Id"])
    assert got["AutoVerifiedAttributes"] == ["email"]
    assert got["MfaConfiguration"] == "OFF"
    assert got["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
    assert {"sub", "email", "phone_number_verified"} <= {one["Name"] for one in got["SchemaAttributes"]}
    assert recent(got["CreationDate"]) and got["CreationDate"] == got["LastModifiedDate"]


def test_a_pool_is_updated(idp, pool):
    idp.update_user_pool(UserPoolId=pool["Id"], Policies={"PasswordPolicy": {"MinimumLength": 12}})
    got = idp.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
    assert got["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert got["LastModifiedDate"] >= got["CreationDate"]


def test_pools_are_listed_page_by_page(idp, pool):
    pages = list(idp.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1}))
    ids = [one["Id"] for page in pages for one in page["UserPools"]]
    assert len(pages) >= 3
    assert {POOL, pool["Id"]} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_deleted_pool_is_gone(idp):
    pool = idp.create_user_pool(PoolName="short-lived")["UserPool"]["Id"]
    idp.delete_user_pool(UserPoolId=pool)
    with pytest.raises(idp.exceptions.ResourceNotFoundException) as refused:
        idp.describe_user_pool(UserPoolId=pool)
    assert refused.value.response["Error"]["Message"] == f"User pool {pool} does not exist."


def test_a_client_is_made_updated_listed_and_deleted(idp, pool):
    ids = {"UserPoolId": pool["Id"]}
    made = idp.create_user_pool_client(**ids, ClientName="web", GenerateSecret=True)["UserPoolClient"]
    ids["ClientId"] = made["ClientId"]
    assert made["ClientSecret"]
    assert recent(made["CreationDate"])

    changed = idp.update_user_pool_client(**ids, ClientName="site", RefreshTokenValidity=7)["UserPoolClient"]
    assert (changed["ClientName"], changed["RefreshTokenValidity"]) == ("site", 7)
    got = idp.describe_user_pool_client(**ids)["UserPoolClient"]
    assert (got["ClientName"], got["ClientSecret"]) == ("site", made["ClientSecret"])
    listed = idp.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)["UserPoolClients"]
    assert [one["ClientId"] for one in listed] == [made["ClientId"]]

    idp.delete_user_pool_client(**ids)
    with pytest.raises(idp.exceptions.ResourceNotFoundException):
        idp.describe_user_pool_client(**ids)


def test_a_user_is_administered(idp):
    someone = newcomer()
    ids = {"UserPoolId": POOL, "Username": someone.name}
    made = idp.admin_create_user(**ids, UserAttributes=[{"Name": "email", "Value": someone.email}])["User"]
    assert made["UserStatus"] == "FORCE_CHANGE_PASSWORD" and made["Enabled"] is True
    assert recent(made["UserCreateDate"]) and recent(made["UserLastModifiedDate"])
    with pytest.raises(idp.exceptions.UsernameExistsException):
        idp.admin_create_user(**ids)

    idp.admin_update_user_attributes(**ids, UserAttributes=[{"Name": "given_name", "Value": "Some"}])
    idp.admin_set_user_password(**ids, Password=someone.password, Permanent=True)
    got = idp.admin_get_user(**ids)
    attributes = {one["Name"]: one["Value"] for one in got["UserAttributes"]}
    assert got["UserStatus"] == "CONFIRMED"
    assert (attributes["given_name"], attributes["email"]) == ("Some", someone.email)

    idp.admin_delete_user(**ids)
    with pytest.raises(idp.exceptions.UserNotFoundException):
        idp.admin_get_user(**ids)


def test_users_are_listed_and_filtered(idp, user):
    listed = idp.get_paginator("list_users").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 1})
    names = [one["Username"] for page in listed for one in page["Users"]]
    assert {ALICE.name, user.name} <= set(names)
    found = idp.list_users(UserPoolId=POOL, Filter=f'email = "{user.email}"')["Users"]
    assert [one["Username"] for one in found] == [user.name]


def test_groups_show_in_tokens(idp, user):
    group = "group-of-" + user.name
    idp.create_group(UserPoolId=POOL, GroupName=group, Precedence=1)
    idp.admin_add_user_to_group(UserPoolId=POOL, Username=user.name, GroupName=group)
    answer = idp.initiate_auth(
        ClientId=WEB,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user.name, "PASSWORD": user.password},
    )
    assert claims(answer["AuthenticationResult"]["AccessToken"])["cognito:groups"] == [group]


def test_a_name_of_the_wrong_form_is_refused(idp):
    with pytest.raises(idp.exceptions.InvalidParameterException) as refused:
        idp.create_user_pool(PoolName="who?")
    message = refused.value.response["Error"]["Message"]
    assert message.startswith("1 validation error detected: Value 'who?' at 'poolName' failed to satisfy constraint:")


def test_control_needs_credentials():
    unsigned = boto3.client("cognito-idp", config=Config(signature_version=botocore.UNSIGNED))
    with pytest.raises(unsigned.exceptions.ClientError) as refused:
        unsigned.list_user_pools(MaxResults=1)
    assert refused.value.response["Error"]["Code"] == "MissingAuthenticationTokenException"
