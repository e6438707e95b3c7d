import hashlib

def a(password, user, passwd):
    # ruleid: python-password-hash
    hashlib.md5(password.encode()).hexdigest()
    # ruleid: python-password-hash
    hashlib.sha256(user.password)
    # ruleid: python-password-hash
    return hashlib.sha1(passwd)

def b(password, data, salt):
    # ok: python-password-hash
    hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    # ok: python-password-hash
    hashlib.sha256(data)
    # ok: python-password-hash
    hashlib.md5(b"x")
