import base64
import json
import marshal
import pickle

import jsonpickle
import yaml
from flask import Flask, request

app = Flask(__name__)


@app.route("/a", methods=["POST"])
def a():
    cookie = request.cookies["state"]
    # ruleid: python-unsafe-deserialization
    pickle.loads(base64.b64decode(cookie))
    # ruleid: python-unsafe-deserialization
    marshal.loads(request.data)
    # ruleid: python-unsafe-deserialization
    return jsonpickle.decode(request.data)


@app.route("/b", methods=["POST"])
def b():
    # ok: python-unsafe-deserialization
    json.loads(request.data)
    # ok: python-unsafe-deserialization
    yaml.load(request.data, Loader=yaml.SafeLoader)
    # ok: python-unsafe-deserialization
    yaml.safe_load(request.data)
    # ok: python-unsafe-deserialization
    return pickle.loads(b"fixed")
