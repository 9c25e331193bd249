"""Four folders, one direction: corpus <- index <- bot <- web."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("corpus", "index", "bot", "web")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imported_packages(source: str) -> set[str]:
    """The first names of everything that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_its_own_folder_and_those_to_its_left(path: Path) -> None:
    floor = LAYERS.index(path.relative_to(ROOT).parts[0])
    assert imported_packages(path.read_text()) & set(LAYERS[floor + 1 :]) == set()


def test_imports_inside_functions_are_seen_too() -> None:
    assert imported_packages("def f():\n    from web.api import x\n    import bot.bot") == {"web", "bot"}
