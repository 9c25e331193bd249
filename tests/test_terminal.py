"""What the commands print."""

import pytest
from rich.console import Console, RenderableType

from bot.answer import Kind
from bot.messages import Messages
from tests.clinic import DOCUMENT, answer_of
from web.terminal import answer_panel, coverage_table, documents_table

MESSAGES = Messages.load()


def printed(what: RenderableType) -> str:
    console = Console(width=100, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(what)
    return console.export_text()


def test_an_answer_shows_quote_numbers_place_sources_and_what_to_ask_next() -> None:
    text = printed(answer_panel(answer_of(Kind.ANSWERED, "what?"), MESSAGES))
    for words in (
        "The documents say",
        "“The kit holds a thermometer and a leaflet [2].” [2]",
        "[2] Box makers. How to box. The author marks this source here.",
        "[5] A leaflet of 2020. The document lists this source.",
        "· How dry?",
    ):
        assert words in text


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_named(kind: Kind) -> None:
    assert MESSAGES.text(f"page.kind_{kind}") in printed(answer_panel(answer_of(kind, "[bold]x[/bold]"), MESSAGES))


def test_documents_are_listed_with_their_sizes() -> None:
    (row,) = [line for line in printed(documents_table([DOCUMENT])).splitlines() if "kit" in line]
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["kit", "The kit", "-", "-", "2", "2"]


def test_the_coverage_card_names_every_topic() -> None:
    text = printed(coverage_table(DOCUMENT))
    assert all(topic in text for topic in ("risks", "cost", "pregnancy", "recovery"))
