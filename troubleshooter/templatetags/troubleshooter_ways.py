"""How the pages about visitors' ways write shares and minutes."""

from django import template

from troubleshooter.content.head_counts import in_hundred, minutes, of_hundred, people, saved

register = template.Library()
for written in (in_hundred, minutes, of_hundred, people, saved):
    register.filter(written)
