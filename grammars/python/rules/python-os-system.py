import os
from os import system

def a(name):
    # ruleid: python-os-system
    os.system("rm -r " + name)
    # ruleid: python-os-system
    os.popen(f"cat {name}").read()
    # ruleid: python-os-system
    system(name)

def b(name):
    # ok: python-os-system
    os.system("clear")
    # ok: python-os-system
    os.popen("uname -a").read()
    command = "ls -l"
    # ok: python-os-system
    os.system(command)
    # ok: python-os-system
    os.system("ls " + shlex.quote(name))
