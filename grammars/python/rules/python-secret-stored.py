import pathlib


def a(user, password, response):
    with open("file", "w") as file:
        # ruleid: python-secret-stored
        file.write(password)
    # ruleid: python-secret-stored
    pathlib.Path("file").write_text("p=" + user.password)
    # ruleid: python-secret-stored
    response.set_cookie("p", password)


def b(user, password, response, socket):
    with open("file", "w") as file:
        # ok: python-secret-stored
        file.write(hash_password(password))
        # ok: python-secret-stored
        file.write(user.name)
    # ok: python-secret-stored
    response.set_cookie("id", user.id)
    # ok: python-secret-stored
    socket.write(password)
