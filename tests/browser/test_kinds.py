"""What each kind of answer tells a person in plain words, beside the quote itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from bot.answer import Answer, Kind, Turn
from tests.browser.pages import Visit, ask
from tests.browser.servers import Chat, chat
from tests.clinic import PASSAGES, WordBot, shown

pytestmark = pytest.mark.browser


class General(WordBot):
    """A bot that shows a passage with its words on who can advise."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The worked answer; a personal one with a general passage."""
        given = super().answer(question, history)
        return replace(given, passages=(shown(PASSAGES[1]),)) if given.kind is Kind.PERSONAL else given


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """An application of this module's own."""
    with chat(General(), home=tmp_path_factory.mktemp("home")) as running:
        yield running


def test_a_source_that_is_tied_to_no_sentence_is_said_to_be_listed_only(own: Chat, visit: Visit) -> None:
    answer = ask(visit(own.origin), "what is it?")
    answer.get_by_text("Sources listed by the document (1)").click()
    expect(answer.locator(".listed p")).to_have_text(
        "The document lists these sources, but does not say which of them stands behind these words."
    )
    expect(answer.locator(".listed li")).to_have_text("[5] A leaflet of 2020.")


def test_a_question_for_sources_gets_each_with_its_basis(own: Chat, visit: Visit) -> None:
    answer = ask(visit(own.origin), "sources please")
    expect(answer.locator(".sources .basis")).to_have_text(
        ["The author marks this source here.", "The document lists this source."]
    )
    expect(answer.get_by_role("link", name="Open")).to_have_attribute("href", "https://example.org/box")


def test_a_partial_answer_says_so_before_it_quotes(own: Chat, visit: Visit) -> None:
    answer = ask(visit(own.origin), "partial please")
    expect(answer.locator(".kind")).to_contain_text("Only part of an answer")
    # Both places in one look: the page may still be scrolling.
    assert answer.evaluate(
        "it => it.querySelector('.message').getBoundingClientRect().top"
        " < it.querySelector('blockquote').getBoundingClientRect().top"
    )


def test_what_is_shown_beside_a_personal_answer_is_marked_as_general(own: Chat, visit: Visit) -> None:
    answer = ask(visit(own.origin), "personal please")
    expect(answer.locator(".kind")).to_contain_text("Please ask your care team")
    expect(answer.locator(".more summary")).to_have_text("In general, the documents say")
    expect(answer.locator(".more .where")).to_have_text("The kit › What to doReviewed 20 November 2026")
    expect(answer.locator("blockquote, mark")).to_have_count(0)


def test_a_question_that_could_mean_several_things_offers_them_to_choose(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    answer = ask(page, "clarify please")
    expect(answer.locator(".kind")).to_contain_text("Please choose")
    expect(answer.locator(".suggestions button")).to_have_text(["Is the box dry?", "Is the leaflet dry?"])
    answer.get_by_role("button", name="Is the leaflet dry?").click()
    expect(page.locator(".exchange:not(.pending) .asked").last).to_contain_text("Is the leaflet dry?")
