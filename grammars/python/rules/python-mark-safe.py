from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup


def a(name):
    # ruleid: python-mark-safe
    mark_safe("<b>%s</b>" % name)
    # ruleid: python-mark-safe
    Markup("<b>" + name + "</b>")
    # ruleid: python-mark-safe
    return mark_safe(f"<b>{name}</b>")


def b(name):
    # ok: python-mark-safe
    mark_safe("<b>bold</b>")
    # ok: python-mark-safe
    Markup("<b>{}</b>").format(name)
    # ok: python-mark-safe
    return format_html("<b>{}</b>", name)
