import os
import pathlib

from fastapi import FastAPI
from flask import Flask, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)
api = FastAPI()


@app.route("/a")
def a():
    name = request.args["name"]
    # ruleid: python-path-traversal
    with open(os.path.join("files", name)) as file:
        file.read()
    # ruleid: python-path-traversal
    pathlib.Path("files", name).unlink()
    # ruleid: python-path-traversal
    return send_file("files/" + name)


@api.get("/b/{name}")
async def b(name: str):
    # ruleid: python-path-traversal
    return open(f"files/{name}").read()


@app.route("/c")
def c():
    name = request.args["name"]
    # ok: python-path-traversal
    open(os.path.join("files", secure_filename(name)))
    path = os.path.realpath(os.path.join("files", name))
    if not path.startswith("/srv/files/"):
        return "no"
    # ok: python-path-traversal
    open(path)
    # ok: python-path-traversal
    open("files/" + str(int(name)))
