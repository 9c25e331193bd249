"""Websites that make it hard: who may frame, strict policies, hostile styles, swapped pages, dead servers."""

import socket
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Visit, host_page, inside, launcher, line, listen, panel, sized
from tests.browser.servers import Chat, Site, chat, website

pytestmark = pytest.mark.browser


def framing(chat: Chat) -> str:
    """A page that frames the chat without asking the loader."""
    return host_page(f'<iframe src="{chat.origin}/widget" title="chat"></iframe>')


def nested(address: str, more: str = "") -> str:
    return host_page(f'<iframe src="{address}" title="inner" {more}></iframe>')


PARENTS = [
    ("listed", "{clinic}/framing", True),
    ("also listed", "{other}/framing", True),
    ("listed in listed", "{other}/nest", True),
    ("sub-domain", "http://www.clinic.test:{port}/framing", False),
    ("domain above", "http://test:{port}/framing", False),
    ("look-alike ending", "http://clinic.test.evil.test:{port}/framing", False),
    ("look-alike beginning", "http://evilclinic.test:{port}/framing", False),
    ("look-alike letter", "http://clinіc.test:{port}/framing", False),
    ("http where https is listed", "http://secure.test:{port}/framing", False),
    ("other port", "http://clinic.test:{second}/framing", False),
    ("null", "{clinic}/sandbox", False),
    ("listed in unlisted", "http://evil.test:{port}/nest", False),
]


@pytest.mark.parametrize(("parent", "shown"), [row[1:] for row in PARENTS], ids=[row[0] for row in PARENTS])
def test_twelve_parents_frame_the_chat_or_not(visit: Visit, site: Site, served: Chat, parent: str, shown: bool) -> None:
    with website() as second:
        for each in (site, second):
            each.put("/framing", framing(served))
        site.put("/nest", nested(site.origin() + "/framing"))
        site.put("/sandbox", nested(site.origin() + "/framing", 'sandbox="allow-scripts"'))
        names = {"clinic": site.origin(), "other": site.origin("other.test"), "port": site.port, "second": second.port}
        page = visit(parent.format(**names))
    assert any(frame.url == served.origin + "/widget" for frame in page.frames) is shown


def test_our_own_demo_page_carries_it(visit: Visit, served: Chat) -> None:
    page = visit(served.origin + "/demo")
    launcher(page).click()
    expect(inside(page).locator("#question")).to_be_focused()


def test_a_site_that_is_not_listed_shows_the_webmaster_why(visit: Visit, site: Site, served: Chat) -> None:
    site.put("/", host_page(line(served)))
    page = visit()
    said = listen(page, "console")
    page.goto(site.origin("new.test") + "/")
    launcher(page).click()
    expect(panel(page)).to_contain_text(f"add {site.origin('new.test')} to FOOTNOTE_ALLOWED_SITES")
    expect(panel(page).get_by_role("link")).to_have_attribute("href", served.origin + "/")
    assert page.frames == [page.main_frame]
    (warning,) = [each.text for each in said]
    assert site.origin("new.test") in warning
    assert warning.endswith(served.origin + "/embed")


STRICT = "default-src 'none'; script-src {chat}; frame-src {chat}; base-uri 'none'; require-trusted-types-for 'script'"


def test_a_strict_policy_with_the_two_lines_lets_it_in_and_complains_of_nothing(
    visit: Visit, site: Site, served: Chat
) -> None:
    policy = STRICT.format(chat=served.origin)
    address = site.put("/strict", host_page(line(served)), Content_Security_Policy=policy)
    page = visit()
    said = listen(page, "console")
    page.goto(address)
    launcher(page).click()
    expect(inside(page).locator("#question")).to_be_focused()
    assert launcher(page).evaluate("button => getComputedStyle(button).position") == "fixed"
    assert [each.text for each in said] == []


def test_a_policy_without_the_frame_line_is_named_to_the_webmaster(visit: Visit, site: Site, served: Chat) -> None:
    policy = f"script-src {served.origin}; frame-src 'self'"
    page = visit(site.put("/no-frame", host_page(line(served)), Content_Security_Policy=policy))
    launcher(page).click()
    expect(panel(page)).to_contain_text(f"add frame-src {served.origin} to the Content-Security-Policy")


HOSTILE = {
    "unset": "* { all: unset !important }",
    "hidden": "body > *:last-child, html > *:not(head, body) { display: none !important; opacity: 0 !important }",
    "transformed": "html { font-size: 4px } body { transform: scale(.5); filter: blur(2px); contain: strict }",
    "stretched": "body, body ~ *, button, dialog, iframe { width: 5000px !important; font: 60px cursive !important }",
    "turned": "html { direction: rtl; writing-mode: vertical-rl; visibility: hidden; pointer-events: none }",
    "everything": "* { all: unset }",
}


LOOKS = "e => [getComputedStyle(e).font, getComputedStyle(e).color, JSON.stringify(e.getBoundingClientRect())]"


def test_hostile_styles_do_not_reach_it(visit: Visit, site: Site, served: Chat) -> None:
    page = visit()
    seen = {}
    for name, style in {"calm": "", **HOSTILE}.items():
        page.goto(site.put("/hostile", host_page(line(served), f"<style>{style}</style>")))
        button = launcher(page).evaluate(LOOKS)
        page.evaluate("Footnote.ask()")
        sized(page)
        seen[name] = (button, panel(page).evaluate(LOOKS))
    assert seen == dict.fromkeys(seen, seen["calm"])


def test_the_line_twice_and_thrice_gives_one_button(visit: Visit, site: Site, served: Chat) -> None:
    lines = line(served) + line(served, "async") + line(served, "")
    page = visit(site.put("/twice", host_page(lines, line(served, "") + line(served))))
    again = "src => document.body.append(Object.assign(document.createElement('script'), {src}))"
    page.evaluate(again, served.origin + "/widget.js?ver=2")
    page.wait_for_load_state("networkidle")
    assert page.locator("footnote-chat").count() == 1
    launcher(page).click()
    inside(page)
    assert len(page.frames) == 2


@pytest.mark.parametrize("more", ["", "defer", "async", 'defer data-cfasync="false" id="Footnote"'])
def test_it_works_however_the_script_is_loaded(visit: Visit, site: Site, served: Chat, more: str) -> None:
    for place in (host_page("", line(served, more)), host_page(line(served, more))):
        page = visit(site.put("/loaded", place))
        launcher(page).click()
        expect(inside(page).locator("#question")).to_be_focused()
        assert page.evaluate("document.documentElement.lastElementChild.localName") == "footnote-chat"


SWAPS = {
    "body emptied": "document.body.innerHTML = '<main><h1>Next</h1></main>'",
    "body replaced": "document.body.replaceWith(document.createElement('body'))",
    "all but the head": "document.documentElement.replaceChildren(document.head, document.createElement('body'))",
    "whole document": "document.documentElement.replaceWith(document.createElement('html'))",
    "address changed": "history.pushState({}, '', '/elsewhere')",
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
def test_it_survives_a_page_swap(visit: Visit, site: Site, served: Chat, swap: str) -> None:
    page = visit(site.put("/swap", host_page(line(served))))
    launcher(page).click()
    inside(page)
    page.locator("footnote-chat .shut").click()
    page.evaluate(swap)
    launcher(page).click()
    expect(inside(page).locator("#question")).to_be_focused()
    assert page.locator("footnote-chat").count() == 1


def test_a_stopped_server_leaves_the_website_untouched(visit: Visit, site: Site, tmp_path: Path) -> None:
    with chat(home=tmp_path) as gone:
        gone.stop()
    page = visit(site.put("/without", host_page("")))
    before = page.locator("main").inner_text()
    errors = listen(page, "pageerror")
    page.goto(site.put("/stopped", host_page(line(gone))))
    assert errors == []
    assert page.locator("main").inner_text() == before
    assert page.evaluate("[...document.documentElement.children].map(each => each.localName)") == ["head", "body"]


def test_a_server_that_accepts_and_never_answers_does_not_hold_the_page_up(visit: Visit, site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = f'<script src="http://chat.test:{silent.getsockname()[1]}/widget.js" async></script>'
        ready = "<script>addEventListener('DOMContentLoaded', () => { done = 1 })</script>"
        address = site.put("/silent", host_page(source, ready))
        page = visit("about:blank")
        page.goto(address, wait_until="domcontentloaded", timeout=3000)
        assert page.evaluate("done") == 1


def test_a_server_that_stops_later_is_explained_and_a_new_try_works_again(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    with chat(allowed_sites=(site.origin(),), home=tmp_path) as mortal:
        page = visit(site.put("/mortal", host_page(line(mortal))))
        mortal.stop()
    launcher(page).click()
    expect(panel(page)).to_contain_text("cannot be reached just now")
    expect(page.locator("footnote-chat .shut")).to_be_focused()
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    expect(page.get_by_role("heading", name="Clinic")).to_be_visible()


def test_without_scripts_there_is_a_plain_link(visit: Visit, served: Chat) -> None:
    page = visit(served.origin + "/demo", java_script_enabled=False)
    page.get_by_role("link", name="Ask our documents a question").click()
    page.locator("#question").fill("What is in the kit?")
    page.locator("#send").click()
    expect(page.get_by_text("The kit holds a thermometer").first).to_be_visible()


# A browser that blocks storage for other sites in a frame throws; then nothing is kept either.
KEPT = """() => ["localStorage", "sessionStorage"].reduce((found, name) => {
  try { return [...found, window[name].length]; } catch { return [...found, 0]; }
}, [document.cookie])"""


def test_before_the_first_question_nothing_is_kept_and_nobody_else_is_asked(
    visit: Visit, site: Site, served: Chat
) -> None:
    page = visit()
    asked = listen(page, "request")
    page.goto(site.put("/", host_page(line(served))))
    assert [each.url for each in asked] == [site.origin() + "/", served.origin + "/widget.js"]
    launcher(page).click()
    frame = inside(page)
    page.wait_for_load_state("networkidle")
    for each in (page, frame):
        assert each.evaluate(KEPT) == ["", 0, 0]
    assert page.context.cookies() == []
    assert {each.url.split("/")[2] for each in asked} == {site.origin()[7:], served.origin[7:]}
    assert "referer" not in asked[2].headers


SPY = "<script>window.heard=[];addEventListener('message',({origin,data})=>heard.push([origin,data]))</script>"


def test_a_question_never_passes_through_the_website(visit: Visit, site: Site, served: Chat) -> None:
    page = visit()
    asked = listen(page, "request")
    page.goto(site.put("/spy", host_page(line(served), SPY)))
    launcher(page).click()
    frame = inside(page)
    frame.locator("#question").fill("canary")
    frame.locator("#send").click()
    frame.get_by_text("The kit holds a thermometer").first.wait_for()
    frame.locator("#question").press("Escape")
    expect(panel(page)).to_be_hidden()
    heard = page.evaluate("heard")
    assert {origin for origin, _ in heard} == {served.origin}
    assert [data for _, data in heard if data != {"footnote": "close"} and set(data) != {"footnote", "height"}] == []
    assert {data["footnote"] for _, data in heard} == {"size", "close"}
    assert "canary" not in page.content() + "".join(each.url for each in asked)


FRAME = "document.querySelector('footnote-chat').shadowRoot.querySelector('iframe')"
FORGED = [
    {"footnote": "close", "text": "x"},
    {"footnote": "size", "height": "900px"},
    {"footnote": "size", "height": 1e9, "x": 1},
    {"footnote": "open"},
    {"footnote": "close"},
    "close",
    None,
]


# Counts what arrived; registered after the listener under test, it hears a message after that has dealt with it.
COUNT = "window.arrived = 0; addEventListener('message', () => { arrived += 1 })"


def test_forged_messages_are_ignored_on_both_sides(visit: Visit, site: Site, served: Chat) -> None:
    page = visit(site.put("/", host_page(line(served))))
    launcher(page).click()
    frame = sized(page)
    for each in (page, frame):
        each.evaluate(COUNT)
    before = panel(page).get_attribute("style")
    for message in FORGED:
        # From the host page itself, which is not the frame: wrong source and wrong origin.
        page.evaluate("message => postMessage(message, '*')", message)
    for message in FORGED[:4]:
        # From the frame, with a wrong shape.
        frame.evaluate("message => parent.postMessage(message, '*')", message)
    page.wait_for_function(f"arrived === {len(FORGED) + 4}")
    assert panel(page).get_attribute("style") == before
    page.locator("h1").click()
    for message in ({"footnote": "open", "focus": 1}, {"footnote": "open", "focus": True, "text": "x"}, "open"):
        page.evaluate(f"message => {FRAME}.contentWindow.postMessage(message, '*')", message)
    frame.wait_for_function("arrived === 3")
    assert frame.evaluate("document.hasFocus()") is False
