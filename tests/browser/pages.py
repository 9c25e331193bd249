"""What a browser test looks at: devices, host pages, and the parts of the widget."""

from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import Frame, Locator, Page

from tests.browser.servers import Chat

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
# A screen of 1280 × 1024 at 400 % zoom (WCAG 2.2, success criterion 1.4.10).
ZOOMED = {"viewport": {"width": 320, "height": 256}}

Violations = Callable[[Page | Frame], list[str]]


class Visit(Protocol):
    """Opens an address in a fresh profile; without one, a page to prepare before it goes anywhere."""

    def __call__(self, address: str = ..., **options: object) -> Page:
        """The page, loaded."""


def host_page(body: str, head: str = "") -> str:
    """A plain website that holds nothing but a link and what is given."""
    return (
        f'<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        f"<title>Clinic</title>{head}</head>"
        f'<body><main><h1>Clinic</h1><p><a href="#x">A link</a></p>{body}</main></body></html>'
    )


def line(chat: Chat, more: str = "defer") -> str:
    """The line that a webmaster pastes."""
    return f'<script src="{chat.origin}/widget.js" {more}></script>'


def launcher(page: Page) -> Locator:
    """The button on the host page."""
    return page.locator("footnote-chat button.launcher")


def panel(page: Page) -> Locator:
    """The panel with its bar, notice and frame."""
    return page.locator("footnote-chat dialog")


def inside(page: Page) -> Frame:
    """The framed chat page, once its question box stands and everything is loaded."""
    page.frame_locator("footnote-chat iframe").locator("#question").wait_for()
    frame = next(frame for frame in page.frames if frame.url.endswith("/widget"))
    frame.wait_for_load_state("load")  # with its style, without which nothing has its size
    return frame


def listen(page: Page, event: str) -> list[Any]:
    """A list that fills with what the page reports: `console`, `pageerror`, `request`."""
    heard: list[Any] = []
    page.on(event, lambda each: heard.append(each))
    return heard


def wait_until(holds: Callable[[], bool], page: Page) -> None:
    """Let the page go on until something outside it holds; for thirty seconds at most."""
    for _ in range(1500):
        if holds():
            return
        page.wait_for_timeout(20)
    raise AssertionError("wanted this to hold within thirty seconds")


def ask(page: Page | Frame, question: str) -> Locator:
    """Ask, and the exchange once it is answered."""
    page.locator("#question").fill(question)
    page.locator("#send").click()
    page.locator(".pending").wait_for(state="detached")
    return page.locator(".exchange").last


def settle(page: Page) -> None:
    """Let everything that waits in the page and its frames have its turn, twice: one may wake the other."""
    for frame in page.frames * 2:
        frame.evaluate("() => new Promise((done) => setTimeout(done))")


BLOCKS = """() => [...document.body.children].filter((each) => each.matches("aside, main, footer"))
.reduce((sum, each) => sum + each.offsetHeight, 0)"""


def sized(page: Page) -> Frame:
    """The framed chat page, once the panel knows its height."""
    frame = inside(page)
    height = f"{min(max(frame.evaluate(BLOCKS), 240), 2000)}px"
    known = "document.querySelector('footnote-chat').shadowRoot.querySelector('dialog').style"
    page.wait_for_function(f"height => {known}.getPropertyValue('--frame') === height", arg=height)
    return frame
