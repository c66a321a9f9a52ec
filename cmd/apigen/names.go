package main

import (
	"strings"
	"unicode"
)

// constantName is an enum value's Go name: AuthFlowType and USER_SRP_AUTH make AuthFlowTypeUserSrpAuth. AWS's own Go SDK
// has the same names.
func constantName(enum, value string) string {
	words := strings.FieldsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		words[i] = capitalized(word)
	}
	return enum + strings.Join(words, "")
}

// capitalized gives PHONE and phone as Phone, and leaves mixed case as it is: SignIn, userAuthEvents as UserAuthEvents.
func capitalized(word string) string {
	if word == strings.ToUpper(word) {
		word = strings.ToLower(word)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// ruleName is the variable with a shape's constraints: ClientIdType becomes clientIdType, CSSType becomes cssType.
func ruleName(shapeName string) string {
	start := strings.IndexFunc(shapeName, func(r rune) bool { return !unicode.IsUpper(r) })
	switch {
	case start < 0:
		return strings.ToLower(shapeName)
	case start > 1 && unicode.IsLower(rune(shapeName[start])):
		start-- // the last capital begins the next word
	}
	return strings.ToLower(shapeName[:start]) + shapeName[start:]
}

// enumKey says which file an enum lies in.
func enumKey(shapeName string) string {
	switch first := strings.ToLower(shapeName[:1]); {
	case first < "d":
		return "a_c"
	case first < "m":
		return "d_l"
	case first < "s":
		return "m_r"
	}
	return "s_z"
}

// fieldName is a member's Go field. Nearly all members begin with a capital already.
func fieldName(member string) string { return strings.ToUpper(member[:1]) + member[1:] }

// fileKey says which file a structure lies in: by first letter, and the many Admin* apart.
func fileKey(shapeName string) string {
	if strings.HasPrefix(shapeName, "Admin") {
		return "admin"
	}
	return strings.ToLower(shapeName[:1])
}
