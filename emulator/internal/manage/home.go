package manage

import (
	"fmt"
	"net/http"
)

// Home is what a browser finds at /.
func (a *API) Home(w http.ResponseWriter, _ *http.Request) {
	page(w, http.StatusOK, fmt.Sprintf(`cognitwo %s: Amazon Cognito user pools, emulated. Not for production.

Point an AWS SDK here:  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://<this host>

  POST /                                     the API
  /<pool id>/.well-known/jwks.json           the keys of a pool's tokens
  /<pool id>/.well-known/openid-configuration
  /_emulator/messages                        what would have been sent; ?to=alice@example.com&wait=5s
  /_emulator/requests                        what was decided, and why; /_emulator/requests/<request id>
  /_emulator/functions                       the Lambda functions; PUT and DELETE /_emulator/functions/<name>
  /_emulator/invocations                     what they were asked and answered; POST …/<id>/replay
  /_emulator/rules                           every reason to refuse; ?provenance=assumed
  /_emulator/clock                           the time: PUT {"offset": "-2h"}, DELETE; POST …/advance {"by": "61m"}
  /_emulator/pools/<pool>/users/<user>/totp  the code that the user's authenticator app shows
  /_emulator/disputed                        on what the evidence about AWS is split, and what was chosen
  /_emulator/health  /_emulator/ready`, a.Version))
}
