import html

from django.http import HttpResponse
from flask import Flask, jsonify, make_response, render_template, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/a")
def a():
    name = request.args.get("name", "")
    # ruleid: python-reflected-xss
    return make_response("Hello " + name)


@app.route("/b/<name>")
def b(name):
    # ruleid: python-reflected-xss
    return f"Hello {name}"


def c(request):
    # ruleid: python-reflected-xss
    return HttpResponse("<p>%s</p>" % request.GET["q"])


@app.route("/d")
def d():
    name = request.args.get("name", "")
    if name == "1":
        # ok: python-reflected-xss
        return make_response("Hello " + escape(name))
    if name == "2":
        # ok: python-reflected-xss
        return "Hello " + html.escape(name)
    if name == "3":
        # ok: python-reflected-xss
        return make_response(jsonify(name=name))
    # ok: python-reflected-xss
    return render_template("d.html", name=name)
