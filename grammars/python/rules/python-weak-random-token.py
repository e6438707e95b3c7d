import random
import secrets
import string

# ruleid: python-weak-random-token
token = "".join(random.choice(string.ascii_letters) for _ in range(16))
# ruleid: python-weak-random-token
self.password = "".join(random.sample(string.printable, 12))
# ruleid: python-weak-random-token
otp = random.randint(100000, 999999)

# ok: python-weak-random-token
token = secrets.token_urlsafe(16)
# ok: python-weak-random-token
color = random.choice(["red", "blue"])
# ok: python-weak-random-token
password = "".join(secrets.choice(string.ascii_letters) for _ in range(16))
