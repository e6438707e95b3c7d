import defusedxml.ElementTree
import lxml.etree
from flask import Flask, request

app = Flask(__name__)


@app.route("/a", methods=["POST"])
def a():
    # ruleid: python-xxe
    lxml.etree.fromstring(request.data)
    parser = lxml.etree.XMLParser(resolve_entities=True)
    # ruleid: python-xxe
    lxml.etree.fromstring(request.data, parser=parser)
    # ruleid: python-xxe
    return lxml.etree.XML(request.form["xml"])


@app.route("/b", methods=["POST"])
def b():
    # ok: python-xxe
    defusedxml.ElementTree.fromstring(request.data)
    parser = lxml.etree.XMLParser(resolve_entities=False)
    # ok: python-xxe
    lxml.etree.fromstring(request.data, parser=parser)
    # ok: python-xxe
    return lxml.etree.fromstring("<a/>")
