import ssl
from ssl import SSLContext

from OpenSSL import SSL


def a(sock):
    # ruleid: python-old-tls
    ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_SSLv3)
    # ruleid: python-old-tls
    SSLContext(protocol=ssl.PROTOCOL_TLSv1)
    # ruleid: python-old-tls
    SSL.Context(SSL.SSLv3_METHOD)
    # ruleid: python-old-tls
    ssl.wrap_socket(sock)
    context = ssl.create_default_context()
    # ruleid: python-old-tls
    context.minimum_version = ssl.TLSVersion.TLSv1


def b(sock):
    # ok: python-old-tls
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # ok: python-old-tls
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: python-old-tls
    SSL.Context(SSL.TLS_CLIENT_METHOD)
