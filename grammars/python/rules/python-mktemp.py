import os
import tempfile
from tempfile import mktemp

# ruleid: python-mktemp
a = tempfile.mktemp()
# ruleid: python-mktemp
b = mktemp(suffix=".txt")
# ruleid: python-mktemp
c = os.tempnam("x")

# ok: python-mktemp
d = tempfile.mkstemp()
# ok: python-mktemp
e = tempfile.NamedTemporaryFile()
# ok: python-mktemp
f = tempfile.TemporaryDirectory()
