// Pre sign-up and post confirmation triggers that call Cognito back while the sign-up that runs them waits: they look the
// address up, sign up friends (as many as the client's metadata say, each of them by another invocation of this function),
// and add the user to a group. Nothing in here knows of an emulator.
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

const cognito = new CognitoIdentityProvider();

async function preSignUp({ userPoolId, userName, callerContext, request, response }) {
  const { email } = request.userAttributes;
  const { Users } = await cognito.listUsers({ UserPoolId: userPoolId, Filter: `email = "${email}"` });
  if (Users.length > 0) throw new Error('This address has an account');
  const friends = request.clientMetadata?.friends ?? '0';
  if (friends !== '0') {
    await cognito.signUp({
      ClientId: callerContext.clientId,
      Username: `${userName}-friend`,
      Password: 'Str0ng&Secret',
      UserAttributes: [{ Name: 'email', Value: `friend-${email}` }],
      ClientMetadata: { friends: friends === 'forever' ? friends : String(friends - 1) },
    });
  }
  response.autoConfirmUser = true;
}

async function postConfirmation({ userPoolId: UserPoolId, userName: Username }) {
  const { UserStatus } = await cognito.adminGetUser({ UserPoolId, Username });
  if (UserStatus !== 'CONFIRMED') throw new Error(`the user is ${UserStatus}`);
  await cognito.adminAddUserToGroup({ UserPoolId, Username, GroupName: 'members' });
}

export async function handler(event) {
  const triggers = { PreSignUp_SignUp: preSignUp, PostConfirmation_ConfirmSignUp: postConfirmation };
  await triggers[event.triggerSource](event);
  return event;
}
