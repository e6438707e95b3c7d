from fastapi.middleware.cors import CORSMiddleware
from flask_cors import CORS
from starlette.middleware import Middleware

# ruleid: python-cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
# ruleid: python-cors-any-origin
Middleware(CORSMiddleware, allow_credentials=True, allow_origins=["*"])
# ruleid: python-cors-any-origin
CORS(app, origins="*", supports_credentials=True)

# ok: python-cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["*"])
# ok: python-cors-any-origin
app.add_middleware(CORSMiddleware, allow_origins=["https://example.org"], allow_credentials=True)
# ok: python-cors-any-origin
CORS(app, origins="*")
