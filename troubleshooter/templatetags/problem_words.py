"""Problems, in the words of the editors' pages."""

from django import template

from troubleshooter.editing.problem_words import in_editors_words

register = template.Library()
register.filter(in_editors_words)
