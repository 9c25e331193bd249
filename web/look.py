"""How this clinic's pages look and speak: its words, numbers, dates and colours, ready for the templates."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.contacts import Contacts
from bot.messages import Messages
from web.colour import NIGHT, readable
from web.settings import Settings

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a message's words; `tel` is what a telephone dials where the run is a number, else None.

    `before` and `after` are the marks that touch a number, such as a bracket or a full stop, and stay on its line.
    """

    text: str
    tel: str | None
    before: str = ""
    after: str = ""


def contacts(settings: Settings) -> Contacts:
    """The clinic's numbers.

    Raises:
        bot.contacts.UnsafeContact: an unknown region, or something that is not a telephone number.
    """
    own = {name: getattr(settings, name) for name in Contacts.__dataclass_fields__}
    return Contacts.of(settings.region, **own)


def templates(settings: Settings, messages: Messages) -> Environment:
    """The templates, escaping everything, with the clinic's words and numbers as globals."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    numbers = contacts(settings)
    environment.globals.update(
        word=speaker(messages, numbers),
        runs=dialler(numbers),
        day=lambda iso: written_date(iso, messages),
        web_address=web_address,
        topic=shortener(messages),
        language=messages.language,
        direction=messages.direction,
        settings=settings,
    )
    return environment


def speaker(messages: Messages, numbers: Contacts) -> Callable[..., str]:
    """`word(key, **fields)`: the catalogue with the contact lines filled in."""
    lines = numbers.wording(messages)
    return lambda key, **fields: messages.text(key, **{**lines, **fields})


def shortener(messages: Messages) -> Callable[[str], str]:
    """`topic(question)`: the heading alone where we made the question of one, so that a button is quickly read."""
    before, _, after = messages.text("answer.suggestion", heading="\0").partition("\0")
    return lambda question: (
        question.removeprefix(before).removesuffix(after) if _made(question, before, after) else question
    )


def _made(question: str, before: str, after: str) -> bool:
    return question.startswith(before) and question.endswith(after) and len(question) > len(before + after)


def dialler(numbers: Contacts) -> Callable[[str], tuple[Run, ...]]:
    """`runs(text)`: text cut where one of the clinic's numbers stands, the longest number first."""
    known = sorted({number for number in asdict(numbers).values() if number}, key=len, reverse=True)
    choice = "|".join(map(re.escape, known)) or "(?!)"  # an empty choice matches everywhere, this one nowhere
    wanted = re.compile(rf"([^\w\s]{{0,3}})(?<!\d)({choice})(?!\d)([^\w\s]{{0,3}})")

    def runs(text: str) -> tuple[Run, ...]:
        found, at = [], 0
        for match in wanted.finditer(text):
            before, number, after = match.groups()
            found += [Run(text[at : match.start()], None), Run(number, _tel(number), before, after)]
            at = match.end()
        return tuple(run for run in (*found, Run(text[at:], None)) if run.text)

    return runs


def _tel(number: str) -> str:
    return re.sub(r"[^\d+]", "", number)


def written_date(iso: str, messages: Messages) -> str:
    """`2026-11-20` as "20 November 2026", in the catalogue's words."""
    when = date.fromisoformat(iso)
    return f"{when.day} {messages.text('page.months').split()[when.month - 1]} {when.year}"


def web_address(url: str | None) -> str | None:
    """An address that may become a link: `http` or `https`, nothing that could run or read."""
    return url if url and re.match(r"https?://[^\s]+$", url, re.IGNORECASE) else None


def theme(colour: str) -> str:
    """The clinic's colour as CSS custom properties, lightened for the dark theme until it is readable there."""
    dark = readable(colour, NIGHT)
    return f":root{{--brand:{colour}}}@media screen and (prefers-color-scheme:dark){{:root{{--brand:{dark}}}}}\n"
