"""What a form has sent, for a page that offers to send it once more."""

from django.http import HttpRequest


def kept_to_send(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values, in their order; nothing for a page that was only asked for. The token
    against forged posts is left out: the page has one of its own."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
