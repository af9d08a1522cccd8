import pytest

from .web import web_server


@pytest.fixture
def web(settings):
    settings.LINK_CHECK_PRIVATE = True
    with web_server() as web:
        yield web
