"""Editors' Markdown into HTML: no raw HTML, no images, headings below the page's own."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """The page has the one h1; an editor's headings start at h3."""
    tokens[index].tag = f"h{min(6, int(tokens[index].tag[1]) + 2)}"
    return renderer.renderToken(tokens, index, options, env)


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Other sites learn nothing of where the reader came from."""
    tokens[index].attrSet("rel", "noreferrer")
    return renderer.renderToken(tokens, index, options, env)


_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
_markdown.add_render_rule("heading_open", _heading)
_markdown.add_render_rule("heading_close", _heading)
_markdown.add_render_rule("link_open", _link)
# mdurl fills its tables at the first link, and gives a second thread a table half filled: an error,
# or a wrong address that would be kept. Here no second thread is at work yet.
_markdown.parse("[a](https://example.org/) <https://example.org/>")


@lru_cache(maxsize=8192)
def html_from_markdown(text: str) -> SafeString:
    """Safe HTML. The text is a revision's, so the same few thousand texts come again and again."""
    return mark_safe(_markdown.render(text))  # noqa: S308  html is off: the renderer escapes


@lru_cache(maxsize=8192)
def links_in_markdown(text: str) -> tuple[str, ...]:
    """The addresses that the text's links lead to, in their order."""
    blocks = _markdown.parse(text)
    inside = (token for block in blocks for token in block.children or ())
    return tuple(str(token.attrGet("href")) for token in inside if token.type == "link_open")


def numbered_in_markdown(text: str) -> int:
    """How many entries its numbered lists have together."""
    return sum(
        token.type == "list_item_open" and bool(token.info) for token in _markdown.parse(text)
    )
