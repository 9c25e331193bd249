"""The webmaster's page: the line is copied, the site is checked, with a script and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PHONE, Visit
from tests.browser.servers import Chat, Site

pytestmark = pytest.mark.browser


def test_each_piece_of_code_is_copied_with_its_button(visit: Visit, served: Chat) -> None:
    page = visit(served.origin + "/embed")
    for number, code in enumerate(page.locator(".code").all_text_contents()):
        button = page.locator(".copied button").nth(number)
        button.click()
        expect(button).to_have_text("Copied")
        page.locator("#policy").fill("")
        page.locator("#policy").press("Control+V")
        expect(page.locator("#policy")).to_have_value(code)
    assert page.locator(".code").first.inner_text() == f'<script src="{served.origin}/widget.js" async></script>'


@pytest.mark.parametrize("script", [True, False], ids=["script", "form"])
def test_my_site_is_checked_and_what_is_missing_said(visit: Visit, served: Chat, site: Site, script: bool) -> None:
    page = visit(served.origin + "/embed", java_script_enabled=script, **PHONE)
    for address, policy, said in (
        (site.origin(), "", f"{site.origin()} is allowed."),
        ("www.new.test", "", "https://www.new.test is not allowed yet."),
        (site.origin(), "default-src 'self'", "Your site's policy keeps the chat out."),
        ("no address!", "", "This is not an address."),
    ):
        page.fill("#site", address)
        page.fill("#policy", policy)
        page.get_by_role("button", name="Check my site").click()
        expect(page.locator(".verdict")).to_contain_text(said)
        expect(page.locator("#site")).to_have_value(address)
    expect(page.locator(".copied button").first).to_be_visible(visible=script)
