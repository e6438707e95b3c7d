import logging
import traceback

from django.http import HttpResponse
from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/a")
def a():
    try:
        work()
    except Exception:
        # ruleid: python-traceback-exposed
        return traceback.format_exc()


@app.route("/b")
def b():
    try:
        work()
    except Exception as error:
        # ruleid: python-traceback-exposed
        return str(error), 500


def c(request):
    try:
        work()
    except ValueError as error:
        # ruleid: python-traceback-exposed
        return HttpResponse("failed: %s" % error)


@app.route("/d")
def d():
    try:
        work()
    except Exception as error:
        # ok: python-traceback-exposed
        logging.exception("d failed")
        # ok: python-traceback-exposed
        return "failed", 500
    except ValueError as error:
        # ok: python-traceback-exposed
        return type(error).__name__
    # ok: python-traceback-exposed
    return "fine"
