import os


def handler(event, context):
    return "inner"


def environment(event, context):
    return os.environ["AWS_EXECUTION_ENV"]
