"""The morning's list on the front page of admin."""

from django import template
from django.template import Context

from troubleshooter.editing.attention import Attention, attention_this_morning

register = template.Library()


@register.simple_tag(takes_context=True)
def attention(context: Context) -> tuple[Attention, ...]:
    return attention_this_morning(context["user"])
