def a(url, target, host):
    # ruleid: python-url-substring
    if "example.com" in url:
        pass
    # ruleid: python-url-substring
    if target.startswith("https://example.com"):
        pass
    # ruleid: python-url-substring
    return host.endswith("example.com")


def b(url, hosts, host):
    # ok: python-url-substring
    if host == "example.com":
        pass
    # ok: python-url-substring
    if url.startswith("https://example.com/"):
        pass
    # ok: python-url-substring
    return host.endswith(".example.com")
