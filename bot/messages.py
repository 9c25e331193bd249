"""Every fixed word that a person may see, one catalogue file per language, so that a clinician can sign it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CATALOGUE = Path(__file__).parent / "catalogue"


class CatalogueError(Exception):
    """A catalogue is missing, damaged, or lacks an entry or one of its fields."""


@dataclass(frozen=True, slots=True)
class Messages:
    """The catalogue of one language: dotted keys (`answer.not_covered`) to wording with `{fields}`."""

    language: str
    direction: str
    entries: Mapping[str, str]

    @classmethod
    def load(cls, language: str = "en", folder: Path = CATALOGUE) -> "Messages":
        """Read `<folder>/<language>.toml`.

        Raises:
            CatalogueError: the file is missing or is not TOML.
        """
        path = folder / f"{language}.toml"
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            have = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
            raise CatalogueError(f"wanted a catalogue for {language!r}, found {have or 'none'} in {folder}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{path}: not a readable catalogue: {error}; mend the line named here") from error
        return cls(language, str(tables.get("direction", "ltr")), dict(_flatten("", tables)))

    def text(self, key: str, **fields: str) -> str:
        """The wording under `key` with its `{fields}` filled in.

        Raises:
            CatalogueError: there is no such entry, or a field that it names was not given.
        """
        if key not in self.entries:
            raise CatalogueError(f"the {self.language!r} catalogue has no entry {key!r}; add it to the file")
        try:
            return self.entries[key].format_map(fields)
        except KeyError as missing:
            raise CatalogueError(f"entry {key!r} wants the field {missing}, given: {sorted(fields)}") from missing


def _flatten(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in table.items():
        rows += _flatten(f"{prefix}{name}.", value) if isinstance(value, dict) else [(prefix + name, str(value))]
    return rows
