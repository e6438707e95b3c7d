from flask import Flask, request
from lxml import etree

app = Flask(__name__)
tree = etree.parse("users.xml")


@app.route("/a")
def a():
    name = request.args["name"]
    # ruleid: python-xpath-injection
    tree.xpath("//user[@name='" + name + "']")
    # ruleid: python-xpath-injection
    etree.XPath(f"//user[@name='{name}']")
    # ruleid: python-xpath-injection
    return tree.getroot().xpath("//%s" % name)


@app.route("/b")
def b():
    name = request.args["name"]
    # ok: python-xpath-injection
    tree.xpath("//user[@name=$name]", name=name)
    # ok: python-xpath-injection
    etree.XPath("//user")
    # ok: python-xpath-injection
    return tree.xpath("//user[%d]" % int(name))
