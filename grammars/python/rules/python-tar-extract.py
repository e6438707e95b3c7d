import tarfile

def a(name, folder):
    with tarfile.open(name) as archive:
        # ruleid: python-tar-extract
        archive.extractall(folder)
    other = tarfile.open(name)
    # ruleid: python-tar-extract
    other.extractall()
    # ruleid: python-tar-extract
    other.extractall(path=folder)

def b(name, folder, archive):
    with tarfile.open(name) as safe:
        # ok: python-tar-extract
        safe.extractall(folder, filter="data")
        # ok: python-tar-extract
        safe.extractall(filter="data")
        # ok: python-tar-extract
        safe.getmembers()
    # ok: python-tar-extract
    archive.extractall(folder)
