"""The schema says what a guide file holds, for people and for editors' tools."""

import re

import pytest
from pydantic import BaseModel, ValidationError

from troubleshooter.content import schema
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent, json_schema
from troubleshooter.content.shape import shape_of, stand_in, values

from .faults import KETTLE, MINIMAL

MODELS = [
    model
    for model in vars(schema).values()
    if isinstance(model, type) and issubclass(model, schema.Content) and model is not schema.Content
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_described_in_a_sentence(model):
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_published_schema_describes_every_key():
    published = json_schema()
    parts = [published, *published["$defs"].values()]
    assert published["$schema"].endswith("2020-12/schema")
    for part in parts:
        assert part["additionalProperties"] is False
        assert all("description" in key for key in part["properties"].values())


def test_published_schema_has_the_ranges():
    parts = json_schema()["$defs"]
    step, question = parts["StepContent"]["properties"], parts["QuestionContent"]["properties"]
    assert (step["disruption"]["minimum"], step["disruption"]["maximum"]) == (1, 5)
    assert step["fixes"]["additionalProperties"] == {"type": "number", "minimum": 0, "maximum": 1}
    assert (question["options"]["minItems"], question["options"]["maxItems"]) == (2, 6)
    assert step["check_minutes"]["anyOf"] == [{"type": "number", "minimum": 0}, {"type": "null"}]
    assert step["kind"]["enum"] == ["fix", "check", "safety", "workaround"]
    assert "from" in parts["VariantContent"]["properties"]
    assert list(parts["DisruptionMinutes"]["properties"]) == list("12345")


def test_published_schema_asks_for_what_the_format_requires():
    published = json_schema()
    assert published["required"] == (
        [
            "format",
            "key",
            "title",
            "summary",
            "language",
            "support_minutes",
            "platforms",
            "causes",
            "steps",
        ]
    )
    required = {
        name: " ".join(part.get("required", [])) for name, part in published["$defs"].items()
    }
    assert required == {
        "AftercareContent": "key title text",
        "CauseContent": "key name share",
        "DisruptionMinutes": "",
        "FactContent": "key title text",
        "HandoffItemContent": "key label kind",
        "MessageContent": "key text",
        "OptionContent": "key label usual",
        "PathContent": "key name variants",
        "PictureContent": "light alt width height",
        "PlatformContent": "key name versions",
        "QuestionContent": "key text minutes options",
        "StepContent": "key title minutes disruption",
        "TranslatedText": "source text",
        "VariantContent": "platform segments",
    }


def test_patterns_of_the_published_schema_accept_what_the_reader_accepts():
    content, _ = read_guide(KETTLE.encode())
    for _, shape, value in values(shape_of(GuideContent), content, ()):
        for rule in shape.rules:
            pattern = rule.schema().get("pattern")
            assert pattern is None or re.search(pattern, value), (rule, value)


def test_content_cannot_be_changed():
    content, _ = read_guide(MINIMAL.encode())
    with pytest.raises(ValidationError):
        content.title = "Another"


def test_content_comes_back_from_its_json():
    content, _ = read_guide(KETTLE.encode())
    assert GuideContent.model_validate_json(content.model_dump_json(by_alias=True)) == content
    assert GuideContent.model_validate(content.model_dump(by_alias=True)) == content


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_stand_ins_have_the_shape_that_they_stand_for(model):
    assert isinstance(model.model_validate(stand_in(shape_of(model))), BaseModel)
