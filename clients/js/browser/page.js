// The page: Amplify's sign-in as a form, one step after the other. What it shows is the next step, as JSON. The rest of
// Amplify's functions are at hand as window.auth.
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';

const settings = Object.fromEntries(new URLSearchParams(location.search));
Amplify.configure({ Auth: { Cognito: settings } });
window.auth = auth;

const show = (what) => { document.querySelector('#step').textContent = JSON.stringify(what); };
const steps = (form, take) => {
  const element = document.querySelector(form);
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    show(null);
    try {
      show((await take(Object.fromEntries(new FormData(element)))).nextStep);
    } catch (error) {
      show({ error: error.name, message: error.message });
    }
  });
};

steps('#sign-in', ({ username, password, flow, preferred }) => auth.signIn({
  username,
  ...(password && { password }),
  options: { authFlowType: flow, ...(preferred && { preferredChallenge: preferred }) },
}));
steps('#answer', ({ answer }) => auth.confirmSignIn({ challengeResponse: answer }));
