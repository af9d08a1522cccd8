"""Where editors work. One module for each aggregate; importing them registers their pages."""

from django.contrib import admin

from . import cause, guide, parameters, path, platform, question, revision, step, visit, words

__all__ = [
    "cause",
    "guide",
    "parameters",
    "path",
    "platform",
    "question",
    "revision",
    "step",
    "visit",
    "words",
]

admin.site.site_header = "Help portal: the editors' side"
admin.site.site_title = "Help portal"
admin.site.index_title = "What would you like to change?"
admin.site.empty_value_display = "–"
