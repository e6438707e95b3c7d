# ruleid: python-hardcoded-password
DB_PASSWORD = "hgfed7cba"
# ruleid: python-hardcoded-password
app.secret_key = "0123f9a8b7"
# ruleid: python-hardcoded-password
connect(user="me", password="tr0ub4dor")

# ok: python-hardcoded-password
PASSWORD_LENGTH = "1234567"
# ok: python-hardcoded-password
password = os.environ["PASSWORD"]
# ok: python-hardcoded-password
api_key = "your-api-key"
# ok: python-hardcoded-password
password = ""
