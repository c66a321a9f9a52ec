"""An authenticator app: the code of a software token, RFC 6238 with 30 seconds, six digits and SHA-1."""

import base64
import hmac
import time


def totp_code(secret, later=0):
    """The code of now, or of some steps of 30 seconds later: each code is good for one proof."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int(time.time()) // 30 + later
    mac = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset:offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1000000:06d}"
