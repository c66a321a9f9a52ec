package passkey

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// ListWebAuthnCredentials lists the passkeys of the user who calls, in the order of their registration (assumed), also
// those of a relying party that the pool does not have any more. Without MaxResults, or with 0, a page has all that a
// user can have (assumed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
func (o *Passkeys) ListWebAuthnCredentials(ctx context.Context, in *api.ListWebAuthnCredentialsRequest) (*api.ListWebAuthnCredentialsResponse, error) {
	limit := directory.MaxPasskeys
	if in.MaxResults != nil && *in.MaxResults > 0 {
		limit = int(*in.MaxResults)
	}
	out := api.ListWebAuthnCredentialsResponse{Credentials: []api.WebAuthnCredentialDescription{}}
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		c, err := o.caller(ctx, tx, in.AccessToken)
		if err != nil {
			return err
		}
		paging := directory.Paging{Limit: limit, Token: in.NextToken, List: []string{"ListWebAuthnCredentials", c.pool.Id, c.user.Sub}}
		page, next, err := directory.PageOfSlice(c.user.Passkeys, position, paging)
		out.NextToken = next
		for _, passkey := range page {
			out.Credentials = append(out.Credentials, describe(passkey))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// position orders passkeys by the time of their registration.
func position(p directory.Passkey) string {
	return p.Created.UTC().Format("20060102150405.000000000") + p.CredentialID()
}

func describe(p directory.Passkey) api.WebAuthnCredentialDescription {
	return api.WebAuthnCredentialDescription{
		AuthenticatorAttachment: p.Attachment, AuthenticatorTransports: p.Transports, CreatedAt: api.NewTime(p.Created),
		CredentialId: p.CredentialID(), FriendlyCredentialName: p.Name, RelyingPartyId: p.RelyingPartyID,
	}
}
