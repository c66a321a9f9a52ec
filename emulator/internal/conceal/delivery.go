package conceal

import (
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// simulatedDelivery makes up where a code would have gone: the name itself, where it has the form of an address;
// else an invented address, the same one for the same name, of the first attribute that the pool would use.
//
// The documentation says that the medium follows the form of the name and the pool's settings; how an address is
// invented is not established.
func simulatedDelivery(pool directory.Pool, username string, attributes []string) directory.Delivery {
	switch {
	case directory.IsEmail(username):
		return directory.Delivery{Attribute: "email", Address: username}
	case directory.IsPhone(username):
		return directory.Delivery{Attribute: "phone_number", Address: username}
	case len(attributes) > 0 && attributes[0] == "phone_number":
		return directory.Delivery{Attribute: "phone_number", Address: inventedPhone(pool, username)}
	}
	return directory.Delivery{Attribute: "email", Address: inventedEmail(pool, username)}
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
