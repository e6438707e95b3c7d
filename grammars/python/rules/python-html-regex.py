import re

# ruleid: python-html-regex
A = re.compile(r"<script.*?>.*?</script>", re.IGNORECASE)
# ruleid: python-html-regex
B = re.sub(r"<(?:!--.*?--|/?p)>", "", text)
# ruleid: python-html-regex
C = re.search("<script[^>]*>(.*)</script>", text)

# ok: python-html-regex
D = re.compile(r"<[a-z]+>")
# ok: python-html-regex
E = re.sub(r"\s+", " ", text)
# ok: python-html-regex
F = re.search("script", text)
