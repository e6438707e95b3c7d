import logging

from flask import Flask, request

app = Flask(__name__)
logger = logging.getLogger(__name__)


@app.route("/a")
def a():
    name = request.args["name"]
    # ruleid: python-log-injection
    logging.info("name: " + name)
    # ruleid: python-log-injection
    logger.warning("name: %s", name)
    # ruleid: python-log-injection
    app.logger.error(f"name: {name}")
    return "a"


@app.route("/b")
def b():
    name = request.args["name"]
    # ok: python-log-injection
    logging.info("name: %r", name)
    # ok: python-log-injection
    logger.warning("name: %s", name.replace("\n", " "))
    # ok: python-log-injection
    app.logger.error("number: %s", int(name))
    # ok: python-log-injection
    logger.error("name: " + repr(name))
    return "b"
