import ast

def a(text, names):
    # ruleid: python-eval
    eval(text)
    # ruleid: python-eval
    exec("x = " + text)
    # ruleid: python-eval
    return eval(text, names)

def b(text, model):
    # ok: python-eval
    eval("1 + 1")
    # ok: python-eval
    ast.literal_eval(text)
    # ok: python-eval
    model.eval()
