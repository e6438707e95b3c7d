from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

# ruleid: python-weak-key-size
A = rsa.generate_private_key(65537, 1024)
# ruleid: python-weak-key-size
B = rsa.generate_private_key(public_exponent=65537, key_size=1024)
# ruleid: python-weak-key-size
C = RSA.generate(1024)
# ruleid: python-weak-key-size
D = dsa.generate_private_key(1024)
# ruleid: python-weak-key-size
E = ec.generate_private_key(ec.SECP192R1())

# ok: python-weak-key-size
F = rsa.generate_private_key(65537, 2048)
# ok: python-weak-key-size
G = RSA.generate(3072)
# ok: python-weak-key-size
H = ec.generate_private_key(ec.SECP256R1())
