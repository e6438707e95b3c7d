import jwt

def a(token, key):
    # ruleid: python-jwt-unverified
    jwt.decode(token, options={"verify_signature": False})
    # ruleid: python-jwt-unverified
    jwt.decode(token, key, verify=False)
    # ruleid: python-jwt-unverified
    return jwt.decode(token, key, options={"verify_exp": True, "verify_signature": False}, algorithms=["HS256"])

def b(token, key):
    # ok: python-jwt-unverified
    jwt.decode(token, key, algorithms=["HS256"])
    # ok: python-jwt-unverified
    jwt.decode(token, key, options={"verify_exp": False}, algorithms=["HS256"])
    # ok: python-jwt-unverified
    return jwt.encode({}, key)
