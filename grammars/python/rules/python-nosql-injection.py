import json

from bson import ObjectId
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient().shop


@app.route("/a", methods=["POST"])
def a():
    query = request.get_json()
    # ruleid: python-nosql-injection
    db.users.find_one(query)
    # ruleid: python-nosql-injection
    db.users.find({"name": query["name"]})
    name = json.loads(request.args["name"])
    # ruleid: python-nosql-injection
    return db.users.delete_many({"name": name})


@app.route("/b")
def b():
    # ruleid: python-nosql-injection
    return db.users.find({"$where": "this.name == '" + request.args["name"] + "'"})


@app.route("/c", methods=["POST"])
def c():
    query = request.get_json()
    # ok: python-nosql-injection
    db.users.find({"name": str(query["name"])})
    # ok: python-nosql-injection
    db.users.find_one({"_id": ObjectId(query["id"])})
    # ok: python-nosql-injection
    "text".find(query["name"])
    # ok: python-nosql-injection
    return db.users.find({"age": int(query["age"])})
