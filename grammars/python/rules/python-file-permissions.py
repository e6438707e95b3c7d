import os
import pathlib
import stat

# ruleid: python-file-permissions
os.chmod("a", 0o777)
# ruleid: python-file-permissions
os.chmod("a", 0o666)
# ruleid: python-file-permissions
pathlib.Path("a").chmod(0o775)
# ruleid: python-file-permissions
os.chmod("a", stat.S_IRWXU | stat.S_IRWXO)

# ok: python-file-permissions
os.chmod("a", 0o644)
# ok: python-file-permissions
os.chmod("a", 0o700)
# ok: python-file-permissions
os.chmod("a", stat.S_IRUSR)
