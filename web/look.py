"""How this clinic's pages look and speak: its words, name, numbers and colour, ready for the templates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.messages import Messages
from web.settings import Settings

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"


def templates(settings: Settings, messages: Messages) -> Environment:
    """The templates, escaping everything, with `word(key)` for the catalogue and `settings`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(shared(settings, messages))
    return environment


def shared(settings: Settings, messages: Messages) -> Mapping[str, Any]:
    """What every template may use."""
    return {"word": messages.text, "language": messages.language, "direction": messages.direction, "settings": settings}
