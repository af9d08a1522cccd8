"""Templates without what stands in them for those who edit them: indentation, and lines of tags.

Done once, when a template is read. A page is then lighter on the wire, and costs nothing more to
write. Every line that has text or an element keeps its end, so that no two words meet.
"""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

# A line of nothing but template tags and comments, with its end.
TAG = r"[ \t]*(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})"
ONLY_TAGS = re.compile(rf"^((?:{TAG})+)[ \t]*\n", re.MULTILINE)
INDENTED = re.compile(r"^[ \t]+|\n(?=[ \t]*\n)", re.MULTILINE)
# Editors' pages are many and of others, and nobody waits for them on a bad connection.
AS_THEY_ARE = ("admin/",)


class SqueezedLoader(Loader):
    def get_contents(self, origin: Origin) -> str:
        text = super().get_contents(origin)
        kept = str(origin.template_name).startswith(AS_THEY_ARE)
        return text if kept else squeezed(text)


def squeezed(template: str) -> str:
    """The template's source, with the same elements and words. It must have no `<pre>` of its own
    that runs over several lines, and nothing that has to stand in a line of tags alone."""
    return ONLY_TAGS.sub(lambda line: line[1].strip(), INDENTED.sub("", template))
