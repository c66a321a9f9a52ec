"""Runs a Python Lambda handler: asks the Runtime API for events, calls the handler and posts its answers."""

import decimal
import http.client
import importlib
import json
import math
import os
import sys
import time
import traceback


class Context:
    def __init__(self, headers):
        env = os.environ
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.client_context = None
        self.identity = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class RuntimeProblem(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, where, body=None, headers=None):
    connection.request(method, "/2018-06-01/runtime" + where, body, headers or {})
    response = connection.getresponse()
    return response.headers, response.read()


def describe(error, request_id):
    return {
        "errorMessage": str(error),
        "errorType": error.kind if isinstance(error, RuntimeProblem) else type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(traceback.extract_tb(error.__traceback__)[1:]),
    }


def post_error(where, error, request_id=""):
    body = describe(error, request_id)
    print("[ERROR] {errorType}: {errorMessage}".format(**body), *body["stackTrace"], sep="\n", file=sys.stderr)
    headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": body["errorType"]}
    call("POST", where, encode(body), headers)


class Encoder(json.JSONEncoder):
    """Writes what the real runtime's encoder can and json's cannot: Decimal, which boto3 reads from DynamoDB, and bytes."""

    def __init__(self):
        # Before Python 3.12, the real runtime escapes what is not ASCII.
        runtime = os.environ.get("AWS_EXECUTION_ENV", "").rpartition("python3.")[2]
        super().__init__(ensure_ascii=not (runtime.isdigit() and int(runtime) >= 12))
        self.token = os.urandom(16).hex()
        self.decimals = []

    def default(self, value):
        if isinstance(value, bytes):
            return value.decode()
        if not isinstance(value, decimal.Decimal):
            return super().default(value)
        if value.is_nan():
            return math.nan
        self.decimals.append(str(value))
        return "%s %d" % (self.token, len(self.decimals) - 1)

    def encode(self, value):
        text = super().encode(value)
        for i, number in enumerate(self.decimals):
            text = text.replace('"%s %d"' % (self.token, i), number, 1)
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def encode(value):
    return Encoder().encode(value).encode()


def load(handler):
    # As on Lambda, whose folder of code is read-only. A cache would also hide an edit within the same second.
    sys.dont_write_bytecode = True
    module_name, dot, function_name = handler.rpartition(".")
    if not dot or not module_name:
        problem = "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % handler
        raise RuntimeProblem("Runtime.MalformedHandlerName", problem)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        problem = "Unable to import module '%s': %s" % (module_name, error)
        raise RuntimeProblem("Runtime.ImportModuleError", problem) from error
    except SyntaxError as error:
        problem = "Syntax error in module '%s': %s" % (module_name, error)
        raise RuntimeProblem("Runtime.UserCodeSyntaxError", problem) from error
    if not hasattr(module, function_name):
        problem = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise RuntimeProblem("Runtime.HandlerNotFound", problem)
    return getattr(module, function_name)


def answer(handler, event, headers):
    value = handler(json.loads(event), Context(headers))
    if isinstance(value, bytes):
        return value
    try:
        return encode(value)
    except Exception as error:
        raise RuntimeProblem("Runtime.MarshalError", "Unable to marshal response: %s" % error) from error


def serve(handler):
    while True:
        headers, event = call("GET", "/invocation/next")
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        where = "/invocation/" + request_id
        try:
            body = answer(handler, event, headers)
        except Exception as error:
            post_error(where + "/error", error, request_id)
        else:
            call("POST", where + "/response", body, {"Content-Type": "application/json"})


if os.environ.get("AWS_EXECUTION_ENV") in ("AWS_Lambda_python", "AWS_Lambda_python3"):  # configured without a version: this one
    os.environ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.%d" % sys.version_info.minor

try:
    chosen = load(os.environ["_HANDLER"])
except Exception as error:
    post_error("/init/error", error)
    sys.exit(1)
serve(chosen)
