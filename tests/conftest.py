"""The order of the tests."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: Playwright keeps an event loop running in this thread, which no other test wants."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
