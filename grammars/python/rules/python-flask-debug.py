from flask import Flask

app = Flask(__name__)
other = Flask("x")

# ruleid: python-flask-debug
app.run(debug=True)
# ruleid: python-flask-debug
app.run("0.0.0.0", debug=True, port=80)
if __name__ == "__main__":
    # ruleid: python-flask-debug
    other.run(port=1, debug=True)

# ok: python-flask-debug
app.run()
# ok: python-flask-debug
app.run(debug=False)
# ok: python-flask-debug
runner.run(debug=True)
