package rule

// Kind says how well a behaviour is established. Where kinds disagree, the stronger one was followed.
type Kind string

// The kinds, strongest first.
const (
	Recorded   Kind = "recorded"   // a raw request and answer of the real service
	Documented Kind = "documented" // AWS's documentation or API model
	Observed   Kind = "observed"   // seen by the public: an issue, a forum post, programs that match on the text
	Assumed    Kind = "assumed"    // inferred; nobody has shown it
)

// Source is where a behaviour is known from.
type Source struct {
	Kind Kind   `json:"kind"`
	Ref  string `json:"ref"` // a URL, or who saw it and where
}

func recorded(ref string) Source   { return Source{Recorded, ref} }
func documented(ref string) Source { return Source{Documented, ref} }
func observed(ref string) Source   { return Source{Observed, ref} }
func assumed(ref string) Source    { return Source{Assumed, ref} }

// reference and guide are the two halves of AWS's documentation.
func reference(operation string) string {
	return "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_" + operation + ".html"
}

func guide(page string) string {
	return "https://docs.aws.amazon.com/cognito/latest/developerguide/" + page + ".html"
}
