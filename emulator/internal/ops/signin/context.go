package signin

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
)

func userContext(in *api.UserContextDataType) authflow.UserContext {
	if in == nil {
		return authflow.UserContext{}
	}
	return authflow.UserContext{IP: in.IpAddress, Encoded: string(in.EncodedData)}
}

func serverContext(in *api.ContextDataType) authflow.UserContext {
	if in == nil {
		return authflow.UserContext{}
	}
	return authflow.UserContext{IP: in.IpAddress, Encoded: in.EncodedData}
}
