import pickle
import dill
from pickle import loads

def a(data, file):
    # ruleid: python-pickle-load
    pickle.load(file)
    # ruleid: python-pickle-load
    loads(data)
    # ruleid: python-pickle-load
    return dill.loads(data)

def b(data):
    # ok: python-pickle-load
    pickle.loads(pickle.dumps(data))
    # ok: python-pickle-load
    pickle.dumps(data)
    # ok: python-pickle-load
    return json.loads(data)
