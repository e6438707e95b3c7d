import jinja2
from jinja2 import Environment, select_autoescape

# ruleid: python-jinja-autoescape-off
A = Environment(loader=None)
# ruleid: python-jinja-autoescape-off
B = Environment(autoescape=False)
# ruleid: python-jinja-autoescape-off
C = jinja2.Environment()

# ok: python-jinja-autoescape-off
D = Environment(autoescape=select_autoescape())
# ok: python-jinja-autoescape-off
E = Environment(loader=None, autoescape=True)
# ok: python-jinja-autoescape-off
F = jinja2.Environment(**options)
