import yaml

def a(text):
    # ruleid: python-yaml-load
    yaml.load(text)
    # ruleid: python-yaml-load
    yaml.load(text, Loader=yaml.Loader)
    # ruleid: python-yaml-load
    return yaml.unsafe_load(text)

def b(text):
    # ok: python-yaml-load
    yaml.safe_load(text)
    # ok: python-yaml-load
    yaml.load(text, Loader=yaml.SafeLoader)
    # ok: python-yaml-load
    yaml.load(text, yaml.CSafeLoader)

def c(file):
    yaml = ruamel.yaml.YAML(typ="safe")
    # ok: python-yaml-load
    yaml.load(file)
