"""Every text that templates and code mark for translation, read from the files themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
# Pages for staff, and mail to them, are in English.
OF_STAFF = ("admin/", "troubleshooter/insights/", "troubleshooter/mail/")


def all_texts() -> set[str]:
    """Of visitors' pages; both forms of those with a plural."""
    found: set[str] = set()
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if not name.startswith(OF_STAFF):
            found.update(texts_in_template(name))
    for path in sorted((ROOT / "troubleshooter").rglob("*.py")):
        found.update(texts_in_code(path.read_text()))
    return found


def texts_in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name in ("_", "gettext", "gettext_lazy"):
            yield from _constants(node.args[:1])
        if name in ("ngettext", "ngettext_lazy"):
            yield from _constants(node.args[:2])


def _constants(arguments: list[ast.expr]) -> Iterator[str]:
    yield from (one.value for one in arguments if isinstance(one, ast.Constant))


def texts_in_template(name: str) -> Iterator[str]:
    nodes = get_template(name).template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        yield node.filter_expression.var.literal
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        for tokens in (node.singular, node.plural):
            if tokens:
                yield node.render_token_list(tokens)[0]
