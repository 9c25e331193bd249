"""The report page in a real browser."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.test_evaluation import found
from web.evaluation import report_html

pytestmark = pytest.mark.browser
SIZES = ((320, 700), (1200, 900))  # the narrowest width that WCAG 2.2 asks for, and a desk


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(found()), encoding="utf-8")
    view = chromium.new_page()
    requests: list[Request] = []
    problems: list[str] = []
    view.on("request", lambda request: requests.append(request))
    view.on("console", lambda message: problems.append(message.text))
    view.on("pageerror", lambda error: problems.append(str(error)))
    view.goto(path.as_uri())
    assert problems == []
    assert {request.url.split(":")[0] for request in requests} <= {"file", "data"}
    yield view
    view.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_never_scrolls_sideways(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_picture_is_drawn_and_described(page: Page) -> None:
    pictures = page.evaluate(
        "async () => { document.querySelectorAll('details').forEach(d => d.open = true);"
        " await Promise.all([...document.images].map(i => i.decode()));"
        " return [...document.images].map(i => [i.naturalWidth > 100, i.alt.length > 20]) }"
    )
    assert pictures == [[True, True]] * 5


def test_headings_step_down_one_at_a_time(page: Page) -> None:
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_wide_tables_can_be_scrolled_with_the_keyboard(page: Page) -> None:
    regions = page.locator("[role=region]")
    assert regions.count() == 5
    assert all(regions.nth(number).get_attribute("tabindex") == "0" for number in range(5))
    assert all(regions.nth(number).get_attribute("aria-label") for number in range(5))


def test_summaries_are_large_enough_to_touch(page: Page) -> None:
    boxes = page.locator("summary").all()
    assert boxes
    assert all((summary.bounding_box() or {"height": 0})["height"] >= 44 for summary in boxes)
