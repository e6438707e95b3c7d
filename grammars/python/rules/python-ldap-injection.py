import ldap
import ldap.filter
import ldap3
from flask import Flask, request
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)


@app.route("/a")
def a():
    name = request.args["name"]
    connection = ldap.initialize("ldaps://example.org")
    # ruleid: python-ldap-injection
    connection.search_s("dc=x", ldap.SCOPE_SUBTREE, "(cn=" + name + ")")
    # ruleid: python-ldap-injection
    return connection.search_s(f"cn={name},dc=x", ldap.SCOPE_BASE, "(a=b)")


@app.route("/b")
def b():
    connection = ldap3.Connection(ldap3.Server("ldaps://example.org"))
    # ruleid: python-ldap-injection
    connection.search("dc=x", "(cn=%s)" % request.args["name"])
    # ok: python-ldap-injection
    connection.search("dc=x", "(cn=%s)" % escape_filter_chars(request.args["name"]))
    # ok: python-ldap-injection
    connection.search("dc=x", "(cn=a)")
    plain = ldap.initialize("ldaps://example.org")
    name = ldap.filter.escape_filter_chars(request.args["name"])
    # ok: python-ldap-injection
    return plain.search_s("dc=x", ldap.SCOPE_SUBTREE, "(cn=" + name + ")")
