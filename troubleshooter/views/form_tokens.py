"""Who puts the token against forged posts into the forms of an answer: the page, or the script.

The token is another text each time, and so the longest part of a fragment that cannot be packed. A
script that has one already takes it over to the page that follows (`marks.js`). Then the fragment
needs none, and nothing in it is another text each time.
"""

from django.http import HttpRequest

# What the script says with each request, while it knows a token.
KNOWN = "Form-Marks"


def forms(request: HttpRequest) -> dict[str, object]:
    """A context processor."""
    return {"marked_by_script": marked_by_script(request)}


def marked_by_script(request: HttpRequest) -> bool:
    """Whether forms of the answer get their token and mark from the script that asked for it."""
    # Tests and commands write pages without the middleware that tells of htmx.
    return bool(getattr(request, "htmx", False)) and request.headers.get(KNOWN) == "known"
