"""How a clinic's pages look and speak."""

import re
from pathlib import Path

import pytest

from bot.contacts import Contacts
from bot.messages import CATALOGUE, Messages
from web.look import TEMPLATES, Run, contacts, dialler, shortener, speaker, theme, web_address, written_date
from web.settings import Settings

MESSAGES = Messages.load()
LANGUAGES = sorted(path.stem for path in CATALOGUE.glob("*.toml"))


def test_numbers_in_a_message_can_be_dialled() -> None:
    runs = dialler(Contacts(emergency="999", crisis_line="116 123", clinic_phone="+44 20 7946 0000"))
    assert runs("Call 999 or 116 123, not 1999. Clinic: +44 20 7946 0000") == (
        Run("Call ", None),
        Run("999", "999"),
        Run(" or ", None),
        Run("116 123", "116123", after=","),
        Run(" not 1999. Clinic: ", None),
        Run("+44 20 7946 0000", "+442079460000"),
    )


def test_marks_that_touch_a_number_stay_with_it() -> None:
    assert dialler(Contacts(emergency="999"))("Call (999). Now!") == (
        Run("Call ", None),
        Run("999", "999", "(", ")."),
        Run(" Now!", None),
    )


def test_without_numbers_a_message_is_one_run() -> None:
    assert dialler(Contacts())("Call 999") == (Run("Call 999", None),)


def test_the_clinics_own_numbers_win_over_the_regions() -> None:
    own = contacts(Settings(region="UK", crisis_line="0800 1"))
    assert (own.emergency, own.crisis_line) == ("999", "0800 1")


def test_every_page_line_is_filled_with_numbers_or_true_words() -> None:
    assert "call 999." in speaker(MESSAGES, Contacts(emergency="999"))("page.not_for_emergencies")
    assert "your local emergency number" in speaker(MESSAGES, Contacts())("page.not_for_emergencies")


def test_a_question_made_of_a_heading_is_shown_as_the_heading() -> None:
    topic = shortener(MESSAGES)
    assert topic(MESSAGES.text("answer.suggestion", heading="In brief")) == "In brief"
    assert topic(MESSAGES.text("answer.suggestion", heading="")) == "What do the documents say about “”?"
    assert topic("How long does it last?") == "How long does it last?"
    assert topic("") == ""


def test_a_date_is_written_out() -> None:
    assert written_date("2026-11-20", MESSAGES) == "20 November 2026"


@pytest.mark.parametrize("url", ["https://a.example/x?y#z", "http://a.example", "HTTPS://A.EXAMPLE"])
def test_a_web_address_may_become_a_link(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", " https://a", "data:text/html,x", "//a.example", "https://a b", "vbscript:x"],
)
def test_anything_else_never_becomes_one(url: str | None) -> None:
    assert web_address(url) is None


def test_the_theme_lightens_the_colour_for_the_dark() -> None:
    assert re.fullmatch(
        r":root\{--brand:#0b5a6f\}@media screen and \(prefers-color-scheme:dark\)\{:root\{--brand:#[0-9a-f]{6}\}\}\n",
        theme("#0b5a6f"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_entry_with_the_same_fields(language: str) -> None:
    def fields(messages: Messages) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\w+\}", text)) for key, text in messages.entries.items() if key != "direction"}

    assert fields(Messages.load(language)) == fields(MESSAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_twelve_months(language: str) -> None:
    assert len(Messages.load(language).text("page.months").split()) == 12


# The evaluation report is a file of its own, opened from disk; every other template is served under the policy.
SERVED = sorted(set(TEMPLATES.glob("*.html")) - {TEMPLATES / "evaluation.html"})


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_style_or_handler(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|\|\s*safe", source) == []
