"""A custom SMS sender that decrypts its codes with the AWS Encryption SDK: ../fixtures/lambdas/custom-sender/sender.py,
run by the emulator. What it prints is read from the emulator's invocations.
"""

import json
import re
import time
import urllib.parse
import urllib.request

import pytest

from emulator import ENDPOINT, another, newcomer

CLIENT = "senders0000000000000000000"


def sms(name, trigger):
    """What the function printed for a user; nobody waits for a sender, so it may take a while."""
    query = urllib.parse.urlencode({"function": "send-sms", "trigger": trigger, "limit": 10})
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"{ENDPOINT}/_emulator/invocations?{query}", timeout=10) as answer:
            found = [one for one in json.load(answer) if one["event"]["userName"] == name]
        if found:
            printed = re.search("{.*}", found[0].get("output", ""))
            assert printed, found
            return json.loads(printed[0])
        time.sleep(0.1)
    raise AssertionError(f"no {trigger} for {name}")


def test_the_decrypted_code_confirms_the_user(idp):
    someone = newcomer()
    phone = [{"Name": "phone_number", "Value": "+12025550123"}]
    answer = idp.sign_up(ClientId=CLIENT, Username=someone.name, Password=someone.password, UserAttributes=phone)
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "SMS"
    sent = sms(someone.name, "CustomSMSSender_SignUp")
    assert sent["to"] == "+12025550123"
    confirm = {"ClientId": CLIENT, "Username": someone.name}
    with pytest.raises(idp.exceptions.CodeMismatchException):
        idp.confirm_sign_up(**confirm, ConfirmationCode=another(sent["code"]))
    idp.confirm_sign_up(**confirm, ConfirmationCode=sent["code"])


def test_a_forgotten_password(idp):
    someone = newcomer()
    phone = [{"Name": "phone_number", "Value": "+12025550124"}, {"Name": "phone_number_verified", "Value": "true"}]
    pool = "us-east-1_Senders01"
    idp.admin_create_user(UserPoolId=pool, Username=someone.name, UserAttributes=phone, MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool, Username=someone.name, Password=someone.password, Permanent=True)
    idp.forgot_password(ClientId=CLIENT, Username=someone.name)
    code = sms(someone.name, "CustomSMSSender_ForgotPassword")["code"]
    idp.confirm_forgot_password(ClientId=CLIENT, Username=someone.name, ConfirmationCode=code, Password="An0ther&Secret")
