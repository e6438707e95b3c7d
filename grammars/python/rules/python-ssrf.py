import urllib.parse
import urllib.request

import httpx
import requests
from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    address = request.args["address"]
    # ruleid: python-ssrf
    requests.get(address, timeout=3)
    # ruleid: python-ssrf
    urllib.request.urlopen("https://" + address + "/x")
    session = requests.Session()
    # ruleid: python-ssrf
    session.post(f"https://{address}/x")
    # ruleid: python-ssrf
    return httpx.request("GET", address)


@app.route("/b")
def b():
    name = request.args["name"]
    # ok: python-ssrf
    requests.get("https://example.org/", params={"name": name})
    # ok: python-ssrf
    requests.get("https://example.org/" + urllib.parse.quote(name))
    # ok: python-ssrf
    requests.get("https://example.org/" + str(int(name)))
    address = "https://example.org/"
    # ok: python-ssrf
    return requests.get(address)
