from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/a")
def a():
    target = request.args.get("next", "")
    # ruleid: python-open-redirect
    return redirect(target)


@app.route("/b")
def b():
    # ruleid: python-open-redirect
    return redirect("//" + request.args["host"])


def c(request):
    # ruleid: python-open-redirect
    return HttpResponseRedirect(request.GET["next"])


def d(request):
    target = request.GET["next"]
    if url_has_allowed_host_and_scheme(target, None):
        # ok: python-open-redirect
        return HttpResponseRedirect(target)


@app.route("/e")
def e():
    page = request.args["page"]
    if page == "1":
        # ok: python-open-redirect
        return redirect(url_for("show", page=page))
    # ok: python-open-redirect
    return redirect("/home")


PAGES = {"home": "/", "help": "/help"}


@app.route("/f")
def f():
    to = request.args["to"]
    if to in PAGES:
        # ok: python-open-redirect
        return redirect(PAGES[to])
    if to:
        # ruleid: python-open-redirect
        return redirect(PAGES.get(to, to))
    # ok: python-open-redirect
    return redirect(PAGES.get(to, "/"))
