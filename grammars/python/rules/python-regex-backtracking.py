import re

# ruleid: python-regex-backtracking
A = re.compile(r"^(\w+\s?)*$")
# ruleid: python-regex-backtracking
B = re.compile("([a-z]+)+#")
# ruleid: python-regex-backtracking
C = re.search(r'"(\\.|[^"])*"', text)
# ruleid: python-regex-backtracking
D = re.match(r"(?:.|\s)*x", text)

# ok: python-regex-backtracking
E = re.compile(r"^(\w+ )*$")
# ok: python-regex-backtracking
F = re.compile(r"([a-z]+)#")
# ok: python-regex-backtracking
G = re.search(r'"(\\.|[^"\\])*"', text)
# ok: python-regex-backtracking
H = re.match(r"(?:\s*,\s*\w)*x", text)
