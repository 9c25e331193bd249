"""The page in a clinic's own look and language, and in letters of twice the size."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.answer import Kind
from tests.browser.conftest import FLAGS
from tests.browser.pages import DESKTOP, PHONE, Violations, Visit, ask, host_page, inside, launcher, line
from tests.browser.servers import Chat, Site, chat

pytestmark = pytest.mark.browser

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36" width="72" height="36"><path d="M0 0h72v36H0z"/></svg>'
)


def test_a_clinic_sets_name_logo_colour_greeting_and_phone(
    visit: Visit, violations: Violations, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    own = {"clinic_name": "Riverside Neurology", "greeting": "Good day", "colour": "#7a1fa2", "logo": logo}
    with chat(home=tmp_path, clinic_phone="020 7946 0000", **own) as running:
        page = visit(running.origin)
        expect(page).to_have_title("Riverside Neurology")
        expect(page.locator(".brand")).to_have_text("Riverside Neurology")
        expect(page.locator("h1")).to_have_text("Good day")
        expect(page.locator(".lead")).to_contain_text("This is a computer program.")
        expect(page.locator(".emergency")).to_contain_text("Clinic: 020 7946 0000.")
        expect(page.locator("#send")).to_have_css("background-color", "rgb(122, 31, 162)")
        drawn = page.locator(".brand img").evaluate(
            "async (logo) => { await logo.decode(); return logo.naturalWidth; }"
        )
        assert (drawn, page.locator(".brand img").bounding_box()["width"]) == (72, 72)
        assert violations(page) == []


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_reads_from_right_to_left_in_arabic(
    visit: Visit, violations: Violations, tmp_path: Path, device: dict[str, object]
) -> None:
    with chat(home=tmp_path, language="ar", region="UK", rating_days=30) as running:
        page = visit(running.origin, **device)
        for kind in Kind:
            ask(page, f"{kind} please")
        asked, send, box = (page.locator(each).last.bounding_box() for each in (".asked", "#send", "#question"))
        reply = page.locator(".reply").last.bounding_box()
        assert asked
        assert send
        assert box
        assert reply
        assert (asked["x"], send["x"] < box["x"]) == (reply["x"], True)
        width = page.viewport_size or {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]
        # Every word of ours is the catalogue's: what is left in Latin letters is the documents' and the person's own.
        own = "h1, .lead, .kind, .actions button, .rating button, label, .foot, .emergency, summary, h4"
        assert [
            words for words in page.locator(own).all_text_contents() if not re.search("[\u0600-\u06ff]", words)
        ] == []
        assert violations(page) == []


def test_a_divider_never_stands_at_the_start_of_a_line(visit: Visit, served: Chat) -> None:
    page = visit(served.origin)
    ask(page, "what is it?")
    page.locator(".where > *").first.evaluate("part => { part.textContent = 'A long way to the place '.repeat(2); }")
    # Where the date begins a line its rule lies outside of what is shown; beside the place it lies within.
    rule = """() => { const line = document.querySelector(".where");
        const [place, date] = [...line.children].map((each) => each.getBoundingClientRect());
        const cut = getComputedStyle(line).overflowX;
        return [date.top > place.top + 5, date.left < line.getBoundingClientRect().left, cut]; }"""
    seen = set()
    for width in range(320, 1000, 20):
        page.set_viewport_size({"width": width, "height": 700})
        seen.add(tuple(page.evaluate(rule)))
    assert seen == {(True, True, "clip"), (False, False, "clip")}


@pytest.fixture(scope="module")
def large(chromium: Browser) -> Iterator[Browser]:
    """A browser whose reader has set letters of 32 px instead of 16."""
    where = shutil.which("chromium")
    browser = chromium.browser_type.launch(executable_path=where, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    yield browser
    browser.close()


def cut(page: Page) -> list[str]:
    """Buttons, links and paragraphs whose words do not fit into them."""
    return page.evaluate(
        """() => [...document.querySelectorAll("button, a, p, h1, h2, h3, li, summary, label")]
        .filter((each) => each.checkVisibility() && !each.closest(".unseen, .skip, .where, .smalltalk .kind"))
        .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
        .map((each) => each.innerText.slice(0, 80))"""
    )


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_letters_of_twice_the_size_are_followed_and_cut_nowhere(
    large: Browser, served: Chat, device: dict[str, object]
) -> None:
    page = large.new_context(**device).new_page()
    page.goto(served.origin)
    for kind in Kind:
        ask(page, f"{kind} please")
    assert page.locator("#question").evaluate("box => parseFloat(getComputedStyle(box).fontSize)") == 34
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert cut(page) == []


def test_the_widget_follows_letters_of_twice_the_size(large: Browser, served: Chat, site: Site) -> None:
    page = large.new_context(**DESKTOP).new_page()
    page.goto(site.put("/large", host_page(line(served))))
    launcher(page).click()
    frame = inside(page)
    expect(page.locator("footnote-chat .shut")).to_be_in_viewport(ratio=1)
    expect(ask(frame, "what is it?").locator("blockquote")).to_be_visible()
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # As at 400 % zoom the box no longer sticks to the edge: it comes when it is wanted.
    frame.locator("#question").focus()
    expect(frame.locator("#question")).to_be_in_viewport(ratio=1)
