"""Pre sign-up and post confirmation triggers that call Cognito back while the sign-up that runs them waits: they look
the address up, sign up friends (as many as the client's metadata say, each of them by another invocation of this
function), and add the user to a group. Nothing in here knows of an emulator.
"""

import boto3

cognito = boto3.client("cognito-idp")


def pre_sign_up(event):
    request = event["request"]
    email = request["userAttributes"]["email"]
    if cognito.list_users(UserPoolId=event["userPoolId"], Filter=f'email = "{email}"')["Users"]:
        raise Exception("This address has an account")
    friends = request.get("clientMetadata", {}).get("friends", "0")
    if friends != "0":
        cognito.sign_up(
            ClientId=event["callerContext"]["clientId"],
            Username=event["userName"] + "-friend",
            Password="Str0ng&Secret",
            UserAttributes=[{"Name": "email", "Value": f"friend-{email}"}],
            ClientMetadata={"friends": friends if friends == "forever" else str(int(friends) - 1)},
        )
    event["response"]["autoConfirmUser"] = True


def post_confirmation(event):
    user = {"UserPoolId": event["userPoolId"], "Username": event["userName"]}
    status = cognito.admin_get_user(**user)["UserStatus"]
    if status != "CONFIRMED":
        raise Exception(f"the user is {status}")
    cognito.admin_add_user_to_group(**user, GroupName="members")


def handler(event, context):
    triggers = {"PreSignUp_SignUp": pre_sign_up, "PostConfirmation_ConfirmSignUp": post_confirmation}
    triggers[event["triggerSource"]](event)
    return event
