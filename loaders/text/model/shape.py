"""The shape of a model's answer: that of ``comity read -f json``, each encounter and saying with its exact words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Characters of a short value, and of a quotation.
SHORT, LONG = 300, 2000
#: Values of one list.
MANY = 200

Text = Annotated[str, Field(max_length=SHORT)]
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
#: EDTF, whole or not, or without a year.
Date = Annotated[str, Field(pattern=r"^(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?|--[0-9]{2}(?:-[0-9]{2})?)$")]
Quote = Annotated[str, Field(min_length=1, max_length=LONG)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SaidPerson(_Said):
    """Somebody in a capacity; ``name`` null for an office-holder without one."""

    name: Text | None
    post: Text | None
    post_id: Text | None
    agency: Text | None
    country: State | None
    role: Literal["host", "chair", "delegate", "observer"] | None


class SaidEncounter(_Said):
    """One encounter; ``quote`` is the sentence that tells it."""

    type: Literal["bilateral meeting", "session", "visit", "signing", "conference"]
    quote: Quote
    background: bool
    date: Date | None
    date_end: Date | None
    ordinal: Annotated[int, Field(ge=1, le=1000)] | None
    body: Text | None
    place_city: Text | None
    place_country: State | None
    host_country: State | None
    online: bool
    participants: Annotated[list[SaidPerson], Field(max_length=MANY)]
    participant_countries: Annotated[list[State], Field(max_length=MANY)]
    topics: Annotated[list[Text], Field(max_length=MANY)]
    documents_signed: Annotated[list[Text], Field(max_length=MANY)]
    treaties_mentioned: Annotated[list[Text], Field(max_length=MANY)]


class SaidOther(SaidPerson):
    """An official with a post who takes part in nothing."""

    quote: Quote


class SaidItem(_Said):
    """A proposal, initiative, invitation or promise."""

    kind: Literal["proposal", "initiative", "invitation", "commitment"]
    quote: Quote
    by: Text | None
    to: Text | None
    about: Text
    due: Date | None


class Answer(_Said):
    """All that a text tells."""

    events: Annotated[list[SaidEncounter], Field(max_length=MANY)]
    planned: Annotated[list[SaidEncounter], Field(max_length=MANY)]
    other_persons: Annotated[list[SaidOther], Field(max_length=MANY)]
    initiatives: Annotated[list[SaidItem], Field(max_length=MANY)]
