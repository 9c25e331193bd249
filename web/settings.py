"""Everything a clinic can set: one typed record, read once at the edge from the environment and `footnote.toml`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.caution import Caution
from web.colour import READABLE, WHITE, contrast, is_colour, readable
from web.sites import listed

PREFIX = "FOOTNOTE_"
FILE = Path("footnote.toml")
LOGO_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
Words = Annotated[tuple[str, ...], NoDecode]


class SettingsError(Exception):
    """A setting that is unknown or unusable; the message names each one, what was wanted and what was found."""


class Settings(BaseSettings):
    """The settings of one server. The environment wins over `footnote.toml`, which wins over the default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=FILE, frozen=True, extra="forbid")

    corpus: Path | None = Field(None, description="folder of `.txt` and `.md` documents; empty: the bundled ones")
    home: Path = Field(user_data_path("footnote"), description="folder where the index lives")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    lexical: bool = Field(False, description="search by words (BM25) beside meaning")
    embedder: Path | None = Field(None, description="folder of a sentence-transformers model; empty: the bundled one")
    evidence: str | None = Field(
        None, description="an evidence model, or any cross-encoder, by folder or hub name; empty: ours"
    )
    caution: Caution = Field(Caution.BALANCED, description="`careful` refuses more, `generous` answers more")
    rate_limit: int = Field(30, ge=0, description="questions per minute and client; `0`: no limit")
    waiting: int = Field(16, ge=0, le=30, description="questions that may wait for a free core before 503")
    proxy_hops: int = Field(0, ge=0, le=5, description="trusted proxies in front that add `X-Forwarded-For`")
    allowed_sites: Words = Field((), description="websites that may embed the widget, such as `https://clinic.example`")
    language: str = Field("en", pattern="^[a-z]{2}$", description="language of the interface: `en` or `ar`")
    region: str = Field("", description="whose emergency numbers to show: `UK`, `US`, `EU`, `IE`, `AU`, `NZ`, `CA`")
    emergency: str = Field("", description="emergency number; empty: the region's, as for all numbers")
    urgent_line: str = Field("", description="urgent medical advice")
    crisis_line: str = Field("", description="crisis line")
    poison_line: str = Field("", description="poisons line")
    abuse_line: str = Field("", description="helpline for people who are being hurt")
    team_line: str = Field("", description="the treatment team's 24-hour number")
    clinic_phone: str = Field("", description="the clinic's own number")
    clinic_name: str = Field("", max_length=80, description="who runs this; shown at the top of every page")
    greeting: str = Field("", max_length=300, description="first line of the chat page; empty: the catalogue's")
    colour: str = Field("#0b5a6f", description="the clinic's colour; refused below a contrast of 4.5:1 with white")
    logo: Path | None = Field(None, description="a PNG or SVG file shown beside the name")
    rating_days: int = Field(
        0, ge=0, le=30, description="days that ratings of answers are kept; `0`: none are asked for"
    )
    demo: bool = Field(False, description="serve `/demo`, an invented clinic's page that carries the widget")
    docs: bool = Field(False, description="serve `/docs` and `/openapi.json`")

    @field_validator("colour")
    @classmethod
    def _readable(cls, value: str) -> str:
        if not is_colour(value):
            raise ValueError("wanted a colour such as '#0b5a6f'")
        if contrast(value, WHITE) < READABLE:
            nearest = readable(value, WHITE)
            raise ValueError(f"contrast with white is {contrast(value, WHITE):.1f}:1, wanted 4.5:1; use {nearest!r}")
        return value.lower()

    @field_validator("logo")
    @classmethod
    def _picture(cls, value: Path | None) -> Path | None:
        if value and (value.suffix.lower() not in LOGO_TYPES or not value.is_file()):
            raise ValueError("wanted an existing .png or .svg file")
        return value

    @field_validator("allowed_sites", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("allowed_sites")
    @classmethod
    def _listed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(listed, value))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file; no `.env` and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings of this process; `given` holds what the command line names and wins over everything.

    Raises:
        SettingsError: an unknown `FOOTNOTE_` variable, an unknown key in the file, or a value that cannot be used.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise SettingsError(f"no such setting: {', '.join(unknown)}; wanted one of {', '.join(sorted(known))}")
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_complaint(part) for part in error.errors())) from None


def _complaint(part: Mapping[str, Any]) -> str:
    name = PREFIX + "_".join(str(step) for step in part["loc"][:1]).upper()
    return f"{name}: found {part['input']!r}: {part['msg']}"


def settings_table() -> str:
    """The README's table of settings, one Markdown row each, in the order of the record."""
    rows = ["| setting | default | what |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "your data folder" if name == "home" else _shown(field.default)
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def _shown(default: object) -> str:
    empty = default in (None, "", ())
    return "" if empty else f"`{str(default).lower() if isinstance(default, bool) else default}`"
