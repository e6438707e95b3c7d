import sqlalchemy
from django.db import connection
from django.db.models.expressions import RawSQL
from flask import Flask, request
from sqlalchemy import select, text

app = Flask(__name__)


def show(request, name):
    user = request.GET["user"]
    with connection.cursor() as cursor:
        # ruleid: python-sql-injection
        cursor.execute("SELECT * FROM t WHERE n = '%s'" % user)
        # ok: python-sql-injection
        cursor.execute("SELECT * FROM t WHERE n = %s", [user])
    # ruleid: python-sql-injection
    User.objects.raw(f"SELECT * FROM u WHERE n = '{user}'")
    # ruleid: python-sql-injection
    User.objects.annotate(RawSQL("select " + user, []))
    # ok: python-sql-injection
    return User.objects.filter(name=user)


@app.route("/users/<name>")
def users(name):
    query = "SELECT * FROM t WHERE n = '" + name + "'"
    # ruleid: python-sql-injection
    session.execute(text(query))
    # ok: python-sql-injection
    session.execute(text("SELECT * FROM t WHERE n = :n"), {"n": name})
    # ok: python-sql-injection
    session.execute(select(User).where(User.name == name))
    number = int(request.args["number"])
    # ok: python-sql-injection
    session.execute("SELECT * FROM t LIMIT " + str(number))
