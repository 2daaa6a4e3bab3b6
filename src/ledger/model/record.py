"""The base of everything that is read from a file."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen mapping of known fields; an unknown field is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=False)
