"""Editors’ Markdown as plain text, for where there is no markup: calendars, mail, copying."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
_markdown.parse("[a](https://example.org/) <https://example.org/>")  # as in markup: fills tables
ENDS_A_BLOCK = {"paragraph_close", "heading_close"}
KEPT_AS_IT_IS = {"fence", "code_block"}
LINE_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@lru_cache(maxsize=1024)
def plain_text(markdown: str) -> str:
    """The words in their order: a line for each paragraph and each entry of a list, which keeps its
    number or gets a dash. Of a link its text is left."""
    return "".join(_pieces(_markdown.parse(markdown))).strip()


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from map(_inline, token.children or ())
        elif token.type == "list_item_open":
            yield f"{token.info}. " if token.info else "- "
        elif token.type in ENDS_A_BLOCK:
            yield "\n"
        elif token.type in KEPT_AS_IT_IS:
            yield f"{token.content.rstrip()}\n"


def _inline(token: Token) -> str:
    return LINE_BREAKS.get(token.type, token.content)
