"""Runs the AWS CLI that is installed beside this Python."""

import json
import re
import subprocess
import sys
from pathlib import Path

AWS = Path(sys.executable).with_name("aws")


class Refused(Exception):
    """What the CLI says when the service refuses."""

    def __init__(self, stderr):
        super().__init__(stderr)
        match = re.search(r"An error occurred \((\w+)\) when calling the (\w+) operation: (.*)", stderr)
        self.kind, self.operation, self.message = match.groups() if match else (None, None, stderr)


def aws(operation, *arguments, **options):
    """aws("sign-up", client_id=…) is `aws cognito-idp sign-up --client-id …`; the answer is parsed."""
    command = [AWS, "--output", "json", "cognito-idp", operation, *arguments]
    for name, value in options.items():
        values = value if isinstance(value, list) else [value]
        command += ["--" + name.replace("_", "-"), *map(str, values)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise Refused(done.stderr)
    return json.loads(done.stdout) if done.stdout.strip() else None
