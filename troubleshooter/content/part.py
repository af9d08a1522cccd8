"""What every part of a guide has in common: it is frozen, and has the keys of the format only."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

NO_TEXT = ""


class Content(BaseModel):
    """A part of a guide. Keys that the format does not have are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        """`paths:` with nothing behind it reads as if the key were not there."""
        if not isinstance(data, Mapping) or None not in data.values():
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}
