"""What a screen reader is given: Chromium's accessibility tree, written as one would hear it.

Each thing has a line: its role, its name, its states, its description. Text that belongs together
is one line. What is only a box (a division, a table cell's frame) is not said, as readers do not.
"""

from collections.abc import Iterator

from playwright.sync_api import Page

# Said with name and states, without what is inside: the name is made of that.
WHOLE = {
    *("button", "link", "heading", "radio", "checkbox", "combobox", "textbox", "searchbox"),
    *("image", "DisclosureTriangle", "option", "progressbar"),
}
# Said when one comes to it; what is inside follows, further in.
AROUND = {
    *("banner", "main", "contentinfo", "navigation", "search", "form", "region", "complementary"),
    *("group", "radiogroup", "list", "listitem", "alert", "status", "table", "row", "cell"),
}
INLINE = {"strong", "emphasis", "code", "time", "StaticText", "link", "term", "mark"}
SILENT = {"InlineTextBox", "ListMarker", "LineBreak"}
LANDMARK_NAMES = {"contentinfo": "footer", "banner": "header", "DisclosureTriangle": "summary"}
STATES = ("level", "checked", "expanded", "invalid", "required", "disabled")
# Every change of a live region and of the focus, from now on, in this document.
LISTEN = """() => {
  window.heard = [];
  const live = '[role=status], [role=alert], [aria-live]';
  new MutationObserver((all) => all.forEach(({ target, addedNodes }) => {
    const region = (target.closest ?? target.parentElement?.closest)?.call(
      target.closest ? target : target.parentElement, live);
    const said = region ? [region] : [...addedNodes].filter((one) => one.matches?.('[role=alert]'));
    said.forEach((one) => { if (one.textContent.trim()) window.heard.push(one.textContent.trim()) });
  })).observe(document.body, { subtree: true, childList: true, characterData: true });
  document.addEventListener('focusin', ({ target }) => window.heard.push(
    `focus: ${target.tagName.toLowerCase()} ${target.textContent.trim()}`.replace(/\\s+/g, ' ')));
}"""


def listen(page: Page) -> None:
    page.evaluate(LISTEN)


SLOW = """() => { const { saySaving, saySlow } = document.getElementById('status').dataset;
  return [saySaving, saySlow]; }"""


def heard(page: Page) -> list[str]:
    """What was said since one listened or asked last, in this document. Not that it takes long: how
    long it takes is the machine's affair (test_bad_network.py has a slow one)."""
    said, slow = page.evaluate("(window.heard ?? []).splice(0)"), page.evaluate(SLOW)
    return [words for words in said if words not in slow]


def spoken(page: Page) -> list[str]:
    """The page from its beginning to its end, a line for each thing that is said."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    known = {node["nodeId"]: node for node in nodes}
    root = next(node for node in nodes if role_of(node) == "RootWebArea")
    return list(_inside(root, known, 0))


def role_of(node: dict) -> str:
    return "" if node["ignored"] else node["role"]["value"]


def name_of(node: dict) -> str:
    return " ".join(node.get("name", {}).get("value", "").split())


def _line(node: dict) -> str:
    role = role_of(node)
    states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    said = [LANDMARK_NAMES.get(role, role), f"“{name_of(node)}”" if name_of(node) else ""]
    said += [
        f"{name} {states[name]}"
        for name in STATES
        if str(states.get(name, False)) not in ("False", "false")
    ]
    if role == "DisclosureTriangle" and not states.get("expanded"):
        said.append("closed")
    value = str(node.get("value", {}).get("value", ""))
    about = " ".join(node.get("description", {}).get("value", "").split())
    said += [f"contains “{value}”" if value else "", f"({about})" if about else ""]
    return " ".join(one for one in said if one)


def _inside(node: dict, known: dict[str, dict], depth: int) -> Iterator[str]:
    """The lines of what is in a node: runs of text are joined, blocks stand alone."""
    run: list[str] = []
    for child in (known[one] for one in node.get("childIds", []) if one in known):
        role = role_of(child)
        if role in INLINE:
            run.append(_line(child) if role == "link" else _text(child, known))
            continue
        if role in SILENT:
            continue
        yield from _flush(run, depth)
        yield from _block(child, known, depth)
    yield from _flush(run, depth)


def _block(node: dict, known: dict[str, dict], depth: int) -> Iterator[str]:
    role = role_of(node)
    if role in WHOLE:
        yield "  " * depth + _line(node)
        if role == "combobox":
            yield from _inside(node, known, depth + 1)
    elif role in AROUND:
        yield "  " * depth + _line(node)
        yield from _inside(node, known, depth + 1)
    else:
        yield from _inside(node, known, depth)


def _text(node: dict, known: dict[str, dict]) -> str:
    if role_of(node) == "StaticText":
        return name_of(node)
    return " ".join(_text(known[one], known) for one in node.get("childIds", []) if one in known)


def _flush(run: list[str], depth: int) -> Iterator[str]:
    text = " ".join(one for one in run if one.strip())
    run.clear()
    if text:
        yield "  " * depth + text
