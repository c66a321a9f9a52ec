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


def environment(event, context):
    return os.environ["AWS_EXECUTION_ENV"]


def numbers(event, context):
    return [1.0, 1e100, float("inf"), -0.0]


def nan(event, context):
    return float("nan")


def numbered_keys(event, context):
    return {1: "a", None: "b", True: "c"}


def odd_keys(event, context):
    return {(1, 2): "a"}


def tuples(event, context):
    return (1, "a")


def is_bytes(event, context):
    return b"x"


def decimal(event, context):
    import decimal

    return decimal.Decimal("1.5")


def circular(event, context):
    event["self"] = event
    return event


def raises_nothing(event, context):
    raise Exception()


def raises_unicode(event, context):
    raise ValueError("Passwort ungültig €")


def raises_own(event, context):
    class UserNotFound(Exception):
        pass

    raise UserNotFound("gone", 404)


def raises_from(event, context):
    try:
        raise KeyError("inside")
    except KeyError as error:
        raise RuntimeError("outside") from error


def raises_group(event, context):
    raise BaseException("no Exception")


def interrupts(event, context):
    raise KeyboardInterrupt()


def exits_quietly(event, context):
    sys.exit()


def one_argument(event):
    return event


def generator(event, context):
    yield 1


async def asynchronous(event, context):
    return event


def odd_values(event, context):
    import decimal
    import enum
    from collections import OrderedDict

    class Color(enum.IntEnum):
        RED = 1

    return OrderedDict(b=decimal.Decimal("NaN"), a=[decimal.Decimal("1E+2"), decimal.Decimal("-0")], c=b"x", d="\u2028", e=Color.RED)


def date(event, context):
    import datetime

    return datetime.date(2026, 1, 1)


def odd_bytes(event, context):
    return {"a": b"\xff"}


def surrogate(event, context):
    return "\ud800"
