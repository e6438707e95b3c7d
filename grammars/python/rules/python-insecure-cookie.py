def a(response, token):
    # ruleid: python-insecure-cookie
    response.set_cookie("session_id", token)
    # ruleid: python-insecure-cookie
    response.set_cookie("auth_token", token, secure=True)
    # ruleid: python-insecure-cookie
    response.set_cookie("session", token, secure=True, httponly=True, samesite="None")
    # ruleid: python-insecure-cookie
    response.set_cookie("token", token, secure=False, httponly=True)


def b(response, token, options):
    # ok: python-insecure-cookie
    response.set_cookie("session_id", token, secure=True, httponly=True, samesite="Lax")
    # ok: python-insecure-cookie
    response.set_cookie("theme", "dark")
    # ok: python-insecure-cookie
    response.set_cookie("session_id", token, **options)
