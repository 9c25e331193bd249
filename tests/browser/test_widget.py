"""The widget on websites of all kinds, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Visit, host_page, inside, launcher, line, panel
from tests.browser.servers import Chat, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def host(site: Site, served: Chat) -> str:
    """A website with the line and nothing else."""
    return site.put("/", host_page(line(served)))


def test_the_first_click_opens_the_chat_and_puts_the_cursor_into_the_question_box(visit: Visit, host: str) -> None:
    page = visit(host)
    assert page.frames == [page.main_frame]
    launcher(page).click()
    frame = inside(page)
    expect(frame.locator("#question")).to_be_focused()
    expect(launcher(page)).to_be_hidden()
    frame.locator("#question").press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
