from Crypto.Cipher import AES, DES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def a(key, nonce):
    # ruleid: python-weak-cipher
    Cipher(algorithms.ARC4(key), None)
    # ruleid: python-weak-cipher
    Cipher(algorithms.AES(key), modes.ECB())
    # ruleid: python-weak-cipher
    DES.new(key, DES.MODE_CBC)
    # ruleid: python-weak-cipher
    AES.new(key, AES.MODE_ECB)


def b(key, nonce):
    # ok: python-weak-cipher
    Cipher(algorithms.AES(key), modes.GCM(nonce))
    # ok: python-weak-cipher
    AES.new(key, AES.MODE_GCM)
    # ok: python-weak-cipher
    Cipher(algorithms.ChaCha20(key, nonce), None)
