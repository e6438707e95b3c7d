import ssl

def a(context):
    # ruleid: python-ssl-verify-off
    ssl._create_unverified_context()
    # ruleid: python-ssl-verify-off
    context.verify_mode = ssl.CERT_NONE
    # ruleid: python-ssl-verify-off
    context.check_hostname = False
    # ruleid: python-ssl-verify-off
    ssl._create_default_https_context = ssl._create_unverified_context

def b(context):
    # ok: python-ssl-verify-off
    ssl.create_default_context()
    # ok: python-ssl-verify-off
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: python-ssl-verify-off
    context.check_hostname = True
