"""One Chromium, one application and one website for all browser tests; each test gets a fresh profile."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from tests.browser.pages import DESKTOP, Violations, Visit
from tests.browser.servers import Chat, Site, chat, website

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Tests wait for states, never for times, so patience costs nothing; a busy machine needs it.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Every *.test name is this machine, so that sites of different names can be told apart as in the world.
    "--host-resolver-rules=MAP test 127.0.0.1, MAP *.test 127.0.0.1",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    where = shutil.which("chromium")
    if where is None:
        pytest.skip("no chromium on this machine: install it (apt-get install chromium) to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The websites of the world."""
    with website() as running:
        yield running


@pytest.fixture(scope="session")
def served(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """The application, which `clinic.test` and `other.test` may embed, and `secure.test` under https."""
    secure = site.origin("secure.test").replace("http:", "https:")
    allowed = (site.origin(), site.origin("other.test"), secure)
    home = tmp_path_factory.mktemp("home")
    with chat(allowed_sites=allowed, demo=True, clinic_name="Riverside Neurology", home=home, region="UK") as running:
        yield running


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """`visit(address, **options)`: the page in a fresh profile, on a desktop if the options say nothing else."""
    contexts: list[BrowserContext] = []

    def open_page(address: str = "about:blank", **options: object) -> Page:
        context = chromium.new_context(**{**DESKTOP, **options})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def violations() -> Violations:
    """`violations(page)`: what axe-core finds wrong, as `rule: element`."""
    if not AXE.is_file():
        pytest.skip("no axe-core: run `npm ci` in the repository")
    source = AXE.read_text(encoding="utf-8")

    def find(page: Page | Frame) -> list[str]:
        page.evaluate(source)
        found = json.loads(page.evaluate("async () => JSON.stringify((await axe.run()).violations)"))
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return find
