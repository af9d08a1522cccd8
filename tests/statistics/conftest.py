import pytest


@pytest.fixture
def settings_of_zone(settings):
    """Puts the portal into another time zone."""

    def put(zone):
        settings.TIME_ZONE = zone

    return put
