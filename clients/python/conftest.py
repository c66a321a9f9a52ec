import boto3
import pytest

from emulator import POOL, newcomer


@pytest.fixture(scope="session")
def idp():
    return boto3.client("cognito-idp")


@pytest.fixture
def user(idp):
    """A confirmed user with a verified address, who belongs to one test."""
    someone = newcomer()
    attributes = [{"Name": "email", "Value": someone.email}, {"Name": "email_verified", "Value": "true"}]
    idp.admin_create_user(UserPoolId=POOL, Username=someone.name, UserAttributes=attributes, MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=POOL, Username=someone.name, Password=someone.password, Permanent=True)
    return someone


@pytest.fixture
def invited(idp):
    """A user who has a temporary password."""
    someone = newcomer()
    attributes = [{"Name": "email", "Value": someone.email}, {"Name": "email_verified", "Value": "true"}]
    idp.admin_create_user(UserPoolId=POOL, Username=someone.name, TemporaryPassword=someone.password, UserAttributes=attributes)
    return someone
