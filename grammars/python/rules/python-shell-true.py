import subprocess
from subprocess import Popen

def a(name):
    # ruleid: python-shell-true
    subprocess.run("ls " + name, shell=True)
    # ruleid: python-shell-true
    subprocess.check_output(f"ls {name}", stderr=None, shell=True)
    # ruleid: python-shell-true
    Popen(name, shell=True)

def b(name):
    # ok: python-shell-true
    subprocess.run(["ls", name])
    # ok: python-shell-true
    subprocess.run("ls | wc -l", shell=True)
    # ok: python-shell-true
    subprocess.call(name, shell=False)
