"""Pools of the tests' own, for the settings that ../seed.yaml has none of, and users in them."""

import random
from types import SimpleNamespace

from emulator import newcomer

SMS_CONFIGURATION = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "sms"}
EMAIL_CONFIGURATION = {
    "EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/mail@example.com",
}
FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

# The factors, as SetUserPoolMfaConfig takes them.
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
SMS = {"SmsMfaConfiguration": {"SmsConfiguration": SMS_CONFIGURATION}}
EMAIL = {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Code"}}


def make_pool(idp, mfa=None, **settings):
    """A pool with a client, and one that hides users. mfa is what SetUserPoolMfaConfig takes, settings what CreateUserPool takes."""
    defaults = {"PoolName": "own", "SmsConfiguration": SMS_CONFIGURATION, "EmailConfiguration": EMAIL_CONFIGURATION}
    pool = idp.create_user_pool(**{**defaults, **settings})["UserPool"]["Id"]
    if mfa:
        idp.set_user_pool_mfa_config(UserPoolId=pool, **mfa)
    make = lambda **more: idp.create_user_pool_client(UserPoolId=pool, ClientName="own", ExplicitAuthFlows=FLOWS, **more)
    client, hidden = make(), make(PreventUserExistenceErrors="ENABLED")
    return SimpleNamespace(pool=pool, client=client["UserPoolClient"]["ClientId"], hidden=hidden["UserPoolClient"]["ClientId"])


def user_of(idp, own):
    """A confirmed user with verified addresses."""
    someone = newcomer()
    someone.phone = f"+1{random.randrange(10**10):010d}"
    attributes = {"email": someone.email, "email_verified": "true", "phone_number": someone.phone, "phone_number_verified": "true"}
    idp.admin_create_user(
        UserPoolId=own.pool, Username=someone.name, MessageAction="SUPPRESS",
        UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
    )
    idp.admin_set_user_password(UserPoolId=own.pool, Username=someone.name, Password=someone.password, Permanent=True)
    return someone
