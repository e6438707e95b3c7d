import httpx
import requests

def a(url, session):
    # ruleid: python-requests-verify-off
    requests.get(url, verify=False)
    # ruleid: python-requests-verify-off
    requests.post(url, timeout=3, verify=False, json={})
    # ruleid: python-requests-verify-off
    session.verify = False
    # ruleid: python-requests-verify-off
    return httpx.Client(verify=False)

def b(url, session):
    # ok: python-requests-verify-off
    requests.get(url)
    # ok: python-requests-verify-off
    requests.get(url, verify="ca.pem")
    # ok: python-requests-verify-off
    session.verify = True
