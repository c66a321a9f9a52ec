"""Computes vectors.json again with pycognito; README.md says how to run it.

pycognito pads SALT as text, so that it disagrees with the other clients about
salts that start with a zero byte. It is given the salt as a number here.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

from pycognito import aws_srp

vectors = json.loads((pathlib.Path(__file__).parent / "vectors.json").read_text())


def recompute(case):
    srp = aws_srp.AWSSRP(
        case["userID"], case["password"], "region_" + case["poolName"], "client", client=object()
    )
    srp.small_a_value = int(case["a"], 16)
    srp.large_a_value = srp.calculate_a()
    if int(case["A"], 16) >= srp.big_n:
        srp.large_a_value += srp.big_n
    inner = aws_srp.hash_sha256((case["poolName"] + case["userID"] + ":" + case["password"]).encode())
    x = int(aws_srp.hex_hash(aws_srp.pad_hex(int(case["salt"], 16)) + inner), 16)
    v = pow(srp.val_g, x, srp.big_n)
    b = int(case["b"], 16)
    public = (srp.val_k * v + pow(srp.val_g, b, srp.big_n)) % srp.big_n
    u = aws_srp.calculate_u(srp.large_a_value, public)
    key = srp.get_password_authentication_key(case["userID"], case["password"], public, int(case["salt"], 16))
    message = (case["poolName"] + case["userID"]).encode()
    message += base64.b64decode(case["secretBlock"]) + case["timestamp"].encode()
    return {
        "x": aws_srp.pad_hex(x),
        "v": aws_srp.pad_hex(v),
        "A": f"{srp.large_a_value:x}",
        "B": f"{public:x}",
        "u": f"{u:x}",
        "S": f"{pow(srp.large_a_value * pow(v, u, srp.big_n), b, srp.big_n):x}",  # the server's formula
        "K": key.hex(),
        "signature": base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode(),
    }


bad = [
    (case["name"], name)
    for case in vectors["cases"]
    for name, value in recompute(case).items()
    if case[name] != value
]
print(f"{len(vectors['cases'])} cases, differences: {bad or 'none'}")
sys.exit(bool(bad))
