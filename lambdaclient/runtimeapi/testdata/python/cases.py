"""Handlers in all the ways that Python functions answer."""

import json
import os
import sys


def echo(event, context):
    return event


def nothing(event, context):
    return None


def empty(event, context):
    return {}


def empty_string(event, context):
    return ""


def text_of_json(event, context):
    return json.dumps(event)


def unicode(event, context):
    return "ü"


def raises(event, context):
    raise Exception("Bad password")


def raises_key(event, context):
    return event["email"]


def raises_type(event, context):
    return None.get("x")


def unserializable(event, context):
    return {1}


def exits(event, context):
    sys.exit(3)


def prints(event, context):
    print("out", event)
    print("error", event, file=sys.stderr)
    return event


def describe(event, context):
    return {
        "id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "name": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "group": context.log_group_name,
        "left": context.get_remaining_time_in_millis(),
        "trace": os.environ.get("_X_AMZN_TRACE_ID"),
    }
