"""What a person takes away or comes back to: copy, mail, paper, the newest answer, the understood question."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from bot.answer import Answer, Kind, Turn
from tests.browser.pages import DESKTOP, PHONE, Visit, ask
from tests.browser.servers import Chat, chat
from tests.clinic import WordBot, answer_of

pytestmark = pytest.mark.browser


class Reading(WordBot):
    """A bot that says how it read a question of one word, and answers `long please` at length."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The worked answer, with what was understood."""
        given = super().answer(question, history)
        if question == "long please":
            return replace(answer_of(Kind.PERSONAL, question), message="مهم " * 2000)
        return given if " " in question else replace(given, understood_as=f"what is {question}")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """An application of this module's own."""
    home = tmp_path_factory.mktemp("home")
    with chat(Reading(), clinic_name="Riverside & Co", region="UK", home=home) as running:
        yield running


TAKEN = """what is it?

“The kit holds a thermometer and a leaflet [2].”

The kit · Reviewed 20 November 2026

[2] Box makers. How to box. https://example.org/box The author marks this source here.

[5] A leaflet of 2020.
"""
# A program for mail would open; here its address is kept.
MAILED = "HTMLAnchorElement.prototype.click = function () { window.mailed = this.href; }"


def mail(page: Page, question: str) -> str:
    """The address of the mail that an answer is put into."""
    answer = ask(page, question)
    page.evaluate(MAILED)
    answer.get_by_text("E-mail to myself").click()
    return str(page.evaluate("mailed"))


def test_a_copy_holds_the_words_where_they_stand_and_every_reference(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    answer = ask(page, "what is it?")
    answer.get_by_text("Copy", exact=True).click()
    expect(answer.get_by_text("Copied")).to_be_visible()
    page.focus("#question")
    page.keyboard.press("Control+V")
    expect(page.locator("#question")).to_have_value(TAKEN)


def test_a_mail_to_oneself_holds_the_same_and_is_written_by_ones_own_program(own: Chat, visit: Visit) -> None:
    requests: list[str] = []
    page = visit(own.origin)
    page.on("request", lambda request: requests.append(request.method))
    parts = urlsplit(mail(page, "what is it?"))
    assert (parts.scheme, parts.path) == ("mailto", "")
    assert parse_qs(parts.query) == {"subject": ["Riverside & Co"], "body": [TAKEN.replace("\n", "\r\n")]}
    assert requests.count("POST") == 1  # the question alone: nothing was sent for the mail


def test_a_long_mail_is_cut_to_an_address_that_every_program_takes(own: Chat, visit: Visit) -> None:
    address = mail(visit(own.origin), "long please")
    assert 1800 < len(address) <= 2000
    assert parse_qs(urlsplit(address).query)["body"][0].endswith("…")


PRINTED = (
    "window.print = () => { window.shown = [...document.querySelectorAll('.exchange')].map(e => e.checkVisibility()) }"
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_one_answer_with_its_sources_and_whom_to_call(own: Chat, visit: Visit, scheme: str) -> None:
    page = visit(own.origin, color_scheme=scheme)
    for question in ("first one?", "second one?"):
        ask(page, question)
    page.emulate_media(media="print", color_scheme=scheme)
    page.evaluate(PRINTED)
    page.locator("[data-do=print]").last.evaluate("button => button.click()")
    assert page.evaluate("shown") == [False, True]
    answer = page.locator(".exchange").last
    for words in ("second one?", "The kit holds a thermometer", "Reviewed 20 November 2026", "A leaflet of 2020."):
        expect(answer.get_by_text(words).first).to_be_visible()
    expect(page.locator(".emergency")).to_be_visible()
    for part in (".ask", ".actions", ".top nav", ".next", ".intro", ".tools", ".place"):
        assert [each.is_visible() for each in page.locator(part).all()] in ([False], [False, False])
    # Dark words on nothing, whatever the screen's colours are.
    dark = "each => getComputedStyle(each).color.match(/\\d+/g).every((part) => part < 128)"
    for part in (".reply", ".where", ".asked", ".emergency"):
        assert page.locator(part).last.evaluate(dark)


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_way_leads_to_the_newest_answer_once_it_is_out_of_sight(
    own: Chat, visit: Visit, device: dict[str, object]
) -> None:
    page = visit(own.origin, reduced_motion="reduce", **device)
    for question in ("first one?", "second one?", "third one?"):
        ask(page, question)
    expect(page.locator("#jump")).to_be_hidden()
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#jump")).to_be_visible()
    page.locator("#jump").click()
    expect(page.locator(".exchange .asked").last).to_be_in_viewport(ratio=1)
    expect(page.locator("#newest .asked")).to_contain_text("third one?")
    expect(page.locator("#jump")).to_be_hidden()


def test_what_was_understood_is_said_where_it_differs_and_only_there(own: Chat, visit: Visit) -> None:
    page = visit(own.origin)
    expect(ask(page, "aHSCT").locator(".understood")).to_have_text("Answering: what is aHSCT")
    expect(ask(page, "what is it?").locator(".understood")).to_have_count(0)


def test_a_topic_to_start_with_is_asked_with_one_touch_and_leaves_room_for_the_answer(own: Chat, visit: Visit) -> None:
    page = visit(own.origin, **PHONE)
    page.get_by_role("button", name="What do I do first?").tap()
    expect(page.locator(".exchange:not(.pending) .asked")).to_contain_text("What do I do first?")
    expect(page.locator(".starters")).to_be_hidden()
    page.locator("#again").tap()
    expect(page.locator(".starters")).to_be_visible()


def test_a_question_that_is_not_covered_gets_other_questions_to_ask(own: Chat, visit: Visit) -> None:
    answer = ask(visit(own.origin), "not_covered please")
    expect(answer.locator(".kind")).to_contain_text("Not in the documents")
    expect(answer.locator(".message")).to_have_text("The documents here do not answer this.")
    expect(answer.locator("h4")).to_have_text("What the documents do cover")
    expect(answer.get_by_role("button", name="What is in the kit?")).to_be_visible()
    expect(answer.locator("blockquote, .sources")).to_have_count(0)


def test_an_emergency_comes_first_large_and_with_its_numbers_to_call(visit: Visit, tmp_path: Path) -> None:
    class Calm(WordBot):
        def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
            return replace(answer_of(Kind.URGENT, question), message="Call 999 now.")

    with chat(Calm(), region="UK", home=tmp_path) as urgent:
        page = visit(urgent.origin, **PHONE)
        answer = ask(page, "I want to end my life")
    call = answer.locator(".call")
    expect(call).to_have_attribute("href", "tel:999")
    expect(call).to_be_in_viewport(ratio=1)
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert answer.locator(".message").evaluate(size) > page.locator(".lead").evaluate(size)
    # Both places in one look: the page may still be scrolling.
    assert answer.evaluate(
        "it => it.querySelector('.call').getBoundingClientRect().bottom"
        " <= it.querySelector('.message').getBoundingClientRect().top"
    )
