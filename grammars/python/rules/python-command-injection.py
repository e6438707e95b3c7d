import os
import shlex
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    name = request.args.get("name")
    # ruleid: python-command-injection
    os.system("ls " + name)
    command = f"cat {name}"
    # ruleid: python-command-injection
    subprocess.run(command, shell=True)
    # ruleid: python-command-injection
    return subprocess.check_output(["sh", "-c", "grep x " + name])


@app.route("/b/<tool>")
def b(tool):
    # ruleid: python-command-injection
    subprocess.Popen([tool, "--version"])


def ping(request):
    host = request.GET["host"]
    # ruleid: python-command-injection
    os.popen("ping -c 1 %s" % host)


@app.route("/c")
def c():
    name = request.args.get("name")
    # ok: python-command-injection
    subprocess.run(["ls", "--", name])
    # ok: python-command-injection
    os.system("ls " + shlex.quote(name))
    count = int(request.args["count"])
    # ok: python-command-injection
    os.system("head -n {} log".format(count))
    name = "fixed"
    # ok: python-command-injection
    os.system("ls " + name)
