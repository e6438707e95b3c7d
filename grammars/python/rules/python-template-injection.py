import jinja2
from flask import Flask, render_template_string, request
from jinja2 import Environment, Template

app = Flask(__name__)


@app.route("/a")
def a():
    name = request.args["name"]
    # ruleid: python-template-injection
    Template("Hello " + name).render()
    # ruleid: python-template-injection
    Environment().from_string(f"Hello {name}")
    # ruleid: python-template-injection
    return render_template_string("<p>%s</p>" % name)


@app.route("/b")
def b():
    name = request.args["name"]
    # ok: python-template-injection
    Template("Hello {{ name }}").render(name=name)
    # ok: python-template-injection
    jinja2.Environment().get_template("a.html").render(name=name)
    # ok: python-template-injection
    return render_template_string("<p>{{ name }}</p>", name=name)
