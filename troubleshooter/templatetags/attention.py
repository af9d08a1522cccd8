"""The morning's list on the front page of admin."""

from django import template

from troubleshooter.editing.attention import Attention, attention_this_morning

register = template.Library()


@register.simple_tag
def attention() -> tuple[Attention, ...]:
    return attention_this_morning()
