"""The widget on websites of all kinds: opened and closed by mouse, finger, keyboard and script."""

import pytest
from playwright.sync_api import Frame, Page, expect

from bot.answer import Kind
from tests.browser.pages import (
    PHONE,
    ZOOMED,
    Violations,
    Visit,
    ask,
    host_page,
    inside,
    launcher,
    line,
    panel,
    settle,
    sized,
)
from tests.browser.servers import Chat, Site

pytestmark = pytest.mark.browser

EVENTS = """<script>window.heard = [];
for (const name of ["ready", "open", "close"]) addEventListener("footnote:" + name, () => heard.push(name))</script>"""
FOCUSED = "document.activeElement.id || document.activeElement.localName"


@pytest.fixture
def host(site: Site, served: Chat) -> str:
    """A website with the line, and a button of its own that opens the chat."""
    button = '<button id="own" onclick="Footnote.ask()">Ask us</button>'
    return site.put("/", host_page(line(served) + button, EVENTS))


def test_the_first_click_opens_the_chat_and_puts_the_cursor_into_the_question_box(visit: Visit, host: str) -> None:
    page = visit(host)
    assert page.frames == [page.main_frame]
    launcher(page).click()
    expect(inside(page).locator("#question")).to_be_focused()
    expect(launcher(page)).to_be_hidden()
    assert panel(page).evaluate("panel => panel.matches(':modal')") is False
    assert page.evaluate("heard") == ["ready", "open"]


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_escape_in_the_chat_closes_it_and_the_focus_returns(visit: Visit, host: str, device: dict[str, object]) -> None:
    page = visit(host, **device)
    launcher(page).click()
    inside(page).locator("#question").press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    assert page.evaluate("heard") == ["ready", "open", "close"]


def test_the_focus_returns_to_the_websites_own_button(visit: Visit, host: str) -> None:
    page = visit(host)
    page.locator("#own").click()
    expect(inside(page).locator("#question")).to_be_focused()
    page.locator("footnote-chat .shut").click()
    assert page.evaluate(FOCUSED) == "own"


def test_the_keyboard_alone_reaches_everything(visit: Visit, host: str) -> None:
    page = visit(host)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    frame = inside(page)
    expect(frame.locator("#question")).to_be_focused()
    page.keyboard.type("What is in the kit?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(frame.get_by_text("The kit holds a thermometer").first).to_be_visible()
    for _ in range(40):
        if page.evaluate("document.querySelector('footnote-chat').shadowRoot.activeElement?.className") == "shut":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(launcher(page)).to_be_focused()


def test_reopening_finds_the_conversation_where_it_was(visit: Visit, host: str) -> None:
    page = visit(host)
    launcher(page).click()
    inside(page).locator("#question").fill("half a question")
    page.locator("footnote-chat .shut").click()
    launcher(page).click()
    expect(inside(page).locator("#question")).to_have_value("half a question")


def test_on_a_phone_it_fills_the_screen_and_keeps_the_focus_in(visit: Visit, host: str) -> None:
    page = visit(host, **PHONE)
    launcher(page).tap()
    frame = inside(page)
    assert panel(page).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert panel(page).evaluate("panel => panel.matches(':modal')") is True
    # Not the question box, whose keyboard would cover half the screen.
    expect(frame.locator("#main")).to_be_focused()
    assert frame.locator("#question").evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 16
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(FOCUSED))
    assert seen <= {"footnote-chat", "body"}


def test_on_a_phone_the_back_button_closes_it_and_leaves_the_page(visit: Visit, host: str) -> None:
    page = visit(host, **PHONE)
    launcher(page).tap()
    inside(page)
    page.go_back()
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    assert page.url == host


AT_ONCE = """wait => {
  const root = document.querySelector("footnote-chat").shadowRoot;
  window.sizes = 0;
  addEventListener("message", () => { window.sizes += 1; });
  Footnote.ask();
  // The frame is on its way into the question box when the panel is closed.
  root.querySelector("iframe").addEventListener("load", () => setTimeout(() => history.back(), wait));
}"""


@pytest.mark.parametrize("wait", [0, 4])
def test_a_frame_that_takes_the_focus_after_it_was_closed_gives_it_back(visit: Visit, host: str, wait: int) -> None:
    page = visit(host, **PHONE)
    page.evaluate(AT_ONCE, wait)
    expect(panel(page)).to_be_hidden()
    page.wait_for_function("sizes > 0")
    settle(page)
    expect(launcher(page)).to_be_focused()


def test_on_a_phone_closing_leaves_no_step_in_the_history(visit: Visit, host: str, site: Site) -> None:
    before = site.put("/before", host_page(""))
    page = visit(before, **PHONE)
    page.goto(host)
    launcher(page).tap()
    inside(page)
    page.evaluate("addEventListener('popstate', () => { window.stepped = true })")
    page.locator("footnote-chat .shut").tap()
    expect(launcher(page)).to_be_focused()
    page.wait_for_function("window.stepped")
    page.go_back()
    assert page.url == before


def test_turning_the_screen_changes_between_full_screen_and_corner(visit: Visit, host: str) -> None:
    page = visit(host)
    launcher(page).click()
    inside(page).locator("#question").fill("half a question")
    page.set_viewport_size({"width": 400, "height": 800})
    expect(panel(page)).to_have_js_property("open", True)
    assert panel(page).evaluate("panel => [panel.matches(':modal'), panel.clientWidth]") == [True, 400]
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(panel(page)).not_to_have_css("width", "1280px")
    assert panel(page).evaluate("panel => panel.matches(':modal')") is False
    expect(inside(page).locator("#question")).to_have_value("half a question")


def test_at_400_percent_zoom_nothing_is_covered_or_cut(visit: Visit, host: str) -> None:
    page = visit(host, **ZOOMED)
    launcher(page).click()
    frame = inside(page)
    expect(page.locator("footnote-chat .shut")).to_be_in_viewport(ratio=1)
    expect(frame.locator("#question")).to_be_in_viewport()
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def small_targets(page: Page | Frame, root: str) -> list[str]:
    """Buttons, links and fields smaller than 44 CSS px, links inside a sentence left out (WCAG 2.2, 2.5.5)."""
    return page.evaluate(
        """root => [...eval(root).querySelectorAll("a, button, summary, input:not([type=hidden]), textarea")]
        .filter(each => each.checkVisibility() && getComputedStyle(each).display !== "inline")
        .filter(each => !each.closest(".skip, .unseen"))
        .map(each => [each, each.closest("label")?.getBoundingClientRect() || each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
        .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)""",
        root,
    )


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_every_target_is_44_pixels_or_more(visit: Visit, host: str, device: dict[str, object]) -> None:
    page = visit(host, **device)
    root = "document.querySelector('footnote-chat').shadowRoot"
    assert small_targets(page, root) == []
    launcher(page).click()
    frame = inside(page)
    assert small_targets(page, root) == []
    assert small_targets(frame, "document") == []


def test_options_place_name_and_open_it(visit: Visit, site: Site, served: Chat) -> None:
    options = 'async data-position="left" data-label="Any questions? <b>" data-open-on-load'
    page = visit(site.put("/options", host_page('<input id="own" autofocus>' + line(served, options), EVENTS)))
    frame = inside(page)
    frame.wait_for_function("document.readyState === 'complete'")
    assert page.evaluate(FOCUSED) == "own"
    box = panel(page).bounding_box()
    assert box
    assert (box["x"], page.evaluate("heard")) == (16, ["open", "ready"])
    page.locator("footnote-chat .shut").click()
    expect(launcher(page)).to_have_text("Any questions? <b>")


def test_it_never_opens_by_itself_on_a_phone(visit: Visit, site: Site, served: Chat) -> None:
    page = visit(site.put("/by-itself", host_page(line(served, "defer data-open-on-load"))), **PHONE)
    expect(launcher(page)).to_be_visible()
    expect(panel(page)).to_be_hidden()
    assert page.frames == [page.main_frame]


def test_a_script_opens_without_taking_the_focus_and_asks_with_it(visit: Visit, host: str) -> None:
    page = visit(host)
    page.evaluate("document.querySelector('#own').focus()")
    page.evaluate("Footnote.open()")
    frame = inside(page)
    frame.wait_for_function("document.readyState === 'complete'")
    assert page.evaluate(FOCUSED) == "own"
    page.evaluate("Footnote.ask('a question that goes nowhere')")
    expect(frame.locator("#question")).to_be_focused()
    expect(frame.locator("#question")).to_have_value("")
    page.evaluate("Footnote.close()")
    assert page.evaluate(FOCUSED) == "own"
    assert page.evaluate("(Footnote.open = null, Object.keys(Footnote))") == ["open", "close", "ask"]


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_the_framed_chat_answers_every_kind_one_after_the_other(
    visit: Visit, host: str, served: Chat, device: dict[str, object]
) -> None:
    page = visit(host, **device)
    launcher(page).click()
    frame = inside(page)
    for kind in Kind:
        expect(ask(frame, f"{kind} please")).to_have_class(f"exchange {kind}")
    questions = [f"{kind} please" for kind in Kind]
    assert frame.locator(".asked bdi").all_text_contents() == questions
    assert [turn.question for turn in served.bot.asked[-1][1]] == questions[-7:-1]
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert small_targets(frame, "document") == []
    frame.locator("#again").click()
    expect(frame.locator(".exchange")).to_have_count(0)
    frame.locator("#undo").click()
    assert frame.locator(".asked bdi").all_text_contents() == questions


def test_above_a_keyboard_the_panel_is_as_high_as_what_is_left(visit: Visit, host: str) -> None:
    page = visit(host, **PHONE)
    launcher(page).tap()
    frame = inside(page)
    # iOS shrinks the visual viewport alone; a pinch, which changes its scale, is no keyboard.
    view = """([height, scale]) => {
        for (const [name, value] of Object.entries({ height, scale })) {
            Object.defineProperty(visualViewport, name, { value, configurable: true });
        }
        visualViewport.dispatchEvent(new Event("resize"));
    }"""
    for seen, expected in (([420, 1], 420), ([300, 2], 420), ([844, 1], 844)):
        page.evaluate(view, seen)
        assert panel(page).evaluate("panel => panel.getBoundingClientRect().toJSON().height") == expected
    frame.locator("#question").focus()
    page.evaluate(view, [420, 1])
    settle(page)
    expect(frame.locator("#question")).to_be_in_viewport(ratio=1)
    box = frame.locator("#question").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 420


def test_the_panel_grows_with_the_conversation_and_stays_on_the_screen(visit: Visit, host: str) -> None:
    page = visit(host)
    launcher(page).click()
    frame = inside(page)
    for _ in range(3):
        frame.locator("#question").fill("What is in the kit?")
        frame.locator("#send").click()
        frame.get_by_text("The kit holds a thermometer").last.wait_for()
    sized(page)
    box = panel(page).bounding_box()
    assert box
    assert box["y"] >= 16
    assert box["y"] + box["height"] == 784
    expect(frame.locator("#question")).to_be_in_viewport()
    expect(frame.locator(".emergency")).to_be_in_viewport(ratio=1)


def test_it_is_not_printed(visit: Visit, host: str) -> None:
    page = visit(host)
    page.emulate_media(media="print")
    expect(launcher(page)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(
    visit: Visit, host: str, violations: Violations, scheme: str, device: dict[str, object]
) -> None:
    page = visit(host, color_scheme=scheme, **device)
    assert violations(page) == []
    launcher(page).click()
    frame = inside(page)
    assert violations(page) == []
    assert violations(frame) == []
    for kind in Kind:
        ask(frame, f"{kind} please")
    for summary in frame.locator("summary").all():
        summary.click()
    assert violations(frame) == []


def test_axe_finds_nothing_in_the_notice_the_demo_and_the_webmasters_page(
    visit: Visit, served: Chat, site: Site, violations: Violations
) -> None:
    site.put("/stranger", host_page(line(served)))
    page = visit(site.origin("stranger.test") + "/stranger")
    launcher(page).click()
    assert violations(page) == []
    for path in ("/demo", "/embed?site=www.clinic.test&policy=default-src+'self'", "/embed?site=nonsense!"):
        page.goto(served.origin + path)
        assert violations(page) == []
