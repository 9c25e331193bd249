"""Every fixed word."""

import re
from pathlib import Path

import pytest

from bot.contacts import Contacts
from bot.lexicon import shipped
from bot.messages import CatalogueError, Messages

MESSAGES = Messages.load()


def test_every_category_and_smalltalk_has_its_wording() -> None:
    wanted = {f"{category.kind}.{category.name}" for category in shipped().categories}
    wanted |= {f"smalltalk.{name}" for name in shipped().smalltalk.phrases}
    assert wanted - MESSAGES.entries.keys() == set()


def test_every_entry_can_be_filled_in() -> None:
    given = {
        **Contacts().wording(MESSAGES),
        "topic": "cost",
        "missing": "cost",
        "number": "1",
        "site": "s",
        "line": "l",
        "heading": "h",
        "days": "30",
        "nearest": "n",
        "clinic": "c",
        "server": "s",
    }
    assert [key for key in MESSAGES.entries if re.search(r"[{}]", MESSAGES.text(key, **given))] == []


def test_a_missing_entry_or_field_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"no entry 'answer\.nonsense'"):
        MESSAGES.text("answer.nonsense")
    with pytest.raises(CatalogueError, match="wants the field 'topic'"):
        MESSAGES.text("answer.not_covered_topic", clinic_phone="1")


def test_a_missing_language_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("")
    with pytest.raises(CatalogueError, match="'xx', found en"):
        Messages.load("xx", tmp_path)


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("[answer")
    with pytest.raises(CatalogueError, match=r"en\.toml: not a readable catalogue"):
        Messages.load("en", tmp_path)
