import ast
import importlib

from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    text = request.form["text"]
    # ruleid: python-code-injection
    exec("x = " + text)
    # ruleid: python-code-injection
    importlib.import_module(text)
    # ruleid: python-code-injection
    return eval(text)


def b(request):
    # ruleid: python-code-injection
    return eval(request.POST["formula"])


@app.route("/c")
def c():
    text = request.form["text"]
    # ok: python-code-injection
    ast.literal_eval(text)
    # ok: python-code-injection
    eval("a + b", {"a": 1, "b": 2})
    # ok: python-code-injection
    return eval(str(int(text)))
