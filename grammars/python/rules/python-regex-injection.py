import re

from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    pattern = request.args["pattern"]
    # ruleid: python-regex-injection
    re.search(pattern, "text")
    # ruleid: python-regex-injection
    re.compile("^" + pattern)
    # ruleid: python-regex-injection
    return str(re.findall(f"a{pattern}b", "text"))


@app.route("/b")
def b():
    pattern = request.args["pattern"]
    # ok: python-regex-injection
    re.search(re.escape(pattern), "text")
    # ok: python-regex-injection
    re.search("a+", pattern)
    # ok: python-regex-injection
    return str(re.compile("^%d" % int(pattern)))
