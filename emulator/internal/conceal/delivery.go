package conceal

import (
	"fmt"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// simulatedDelivery makes up where a code would have gone, given the attributes that the operation sends codes to,
// best first: to the name itself, if it has the form of one of them; else to an invented address, the same one for the
// same name, of the best attribute that the pool verifies.
//
// The documentation says that the medium follows the form of the name and the pool's verification settings; how an
// address is invented is not established.
func simulatedDelivery(pool directory.Pool, username string, attributes []string) directory.Delivery {
	switch {
	case directory.IsEmail(username) && slices.Contains(attributes, "email"):
		return directory.Delivery{Attribute: "email", Address: username}
	case directory.IsPhone(username) && slices.Contains(attributes, "phone_number"):
		return directory.Delivery{Attribute: "phone_number", Address: username}
	case best(pool, attributes) == "phone_number":
		return directory.Delivery{Attribute: "phone_number", Address: inventedPhone(pool, username)}
	}
	return directory.Delivery{Attribute: "email", Address: inventedEmail(pool, username)}
}

func best(pool directory.Pool, attributes []string) string {
	if i := slices.IndexFunc(attributes, pool.Verifies); i >= 0 {
		return attributes[i]
	}
	return attributes[0] // every operation has one: it would have refused otherwise
}

func inventedEmail(pool directory.Pool, username string) string {
	seed := derive(pool, "address", username, 2)
	return fmt.Sprintf("%c@%c", 'a'+seed[0]%26, 'a'+seed[1]%26)
}

// inventedPhone has eleven digits, like a number of the United States.
func inventedPhone(pool directory.Pool, username string) string {
	seed := derive(pool, "address", username, 2)
	return fmt.Sprintf("+1206555%04d", (int(seed[0])<<8|int(seed[1]))%10000)
}
