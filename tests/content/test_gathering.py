"""A guide and all its parts, read quickly, are what Django reads."""

import pytest

from tests.admin.factories import twin_of_lamp
from troubleshooter.content.gathering import gathered
from troubleshooter.content.rows import PARTS
from troubleshooter.models import Guide


def tree(row, ways):
    """The row's own values, and those of the rows below it, in their order."""
    below = {
        name: [way[1:] for way in ways if way[:1] == [name]] for name, *_ in filter(None, ways)
    }
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return fields, {
        name: [tree(one, rest) for one in getattr(row, name).all()] for name, rest in below.items()
    }


@pytest.fixture
def guides(lamp):
    twin_of_lamp()
    return [tree(guide, [part.split("__") for part in PARTS]) for guide in Guide.objects.all()]


def trees(rows):
    return [tree(row, [part.split("__") for part in PARTS]) for row in rows]


def test_one_guide_is_what_django_reads(guides, django_assert_max_num_queries):
    for number, expected in zip(Guide.objects.values_list("pk", flat=True), guides, strict=True):
        rows = gathered(PARTS, number)
        with django_assert_max_num_queries(0):
            assert trees(rows) == [expected]


def test_all_guides_are_what_django_reads(guides, django_assert_max_num_queries):
    rows = gathered(PARTS)
    with django_assert_max_num_queries(0):
        assert trees(rows) == guides


def test_a_guide_that_is_not_there_is_none(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert gathered(PARTS, 1) == []
