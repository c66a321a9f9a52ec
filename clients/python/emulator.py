"""What the suites share: the ids of ../seed.yaml, and how to read the mail that would have been sent."""

import base64
import hashlib
import hmac
import json
import os
import urllib.parse
import urllib.request
import uuid
from types import SimpleNamespace

ENDPOINT = os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"]
POOL = "us-east-1_Clients01"
POOL_BY_EMAIL = "us-east-1_Clients02"
WEB = "web0000000000000000000000a"
HIDDEN = "hidden00000000000000000000"
SECRET = "secret00000000000000000000"
CLIENT_SECRET = "aClientSecretForTheTests"
ROTATING = "rotating000000000000000000"
SRP_ONLY = "srponly0000000000000000000"
MAIL = "mail0000000000000000000000"
POOL_GUARDED = "us-east-1_Guarded01"
GUARDED = "guarded0000000000000000000"
ERIN = SimpleNamespace(name="erin", password="Passw0rd!leaked")
ALICE = SimpleNamespace(name="alice", password="Passw0rd!alice", email="alice@example.com")
TEMP = SimpleNamespace(name="temp", password="Passw0rd!temp", email="temp@example.com")
BOB = SimpleNamespace(email="bob@example.com", password="Passw0rd!bob")
PASSWORD = "Str0ng&Secret"


def newcomer():
    """Somebody whom the emulator has never heard of."""
    name = "user-" + uuid.uuid4().hex[:12]
    return SimpleNamespace(name=name, email=name + "@example.com", password=PASSWORD)


def code(to, trigger):
    """The code of the newest message to an address; waits for it."""
    query = urllib.parse.urlencode({"to": to, "trigger": trigger, "wait": "5s"})
    with urllib.request.urlopen(f"{ENDPOINT}/_emulator/messages/latest?{query}", timeout=10) as answer:
        return json.load(answer)["code"]


def another(right):
    """A code that looks right and is wrong."""
    return f"{(int(right) + 1) % 1000000:06d}"


def secret_hash(username, client_id=SECRET, secret=CLIENT_SECRET):
    digest = hmac.digest(secret.encode(), (username + client_id).encode(), hashlib.sha256)
    return base64.b64encode(digest).decode()


def claims(token):
    """What a JWT says, unverified."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
