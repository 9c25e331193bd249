"""Whom to call: numbers by region, replaced by the clinic's own, and plain wording where there is none."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from bot.messages import Messages

REGIONS = Path(__file__).parent / "regions.toml"

_NUMBER = re.compile(r"\+?[0-9(][0-9 ()./-]*[0-9]")
LONGEST_NUMBER = 20  # E.164 allows 15 digits; the rest are blanks and brackets
SHORTEST_NUMBER = 3  # digits: 999, 112, 000

# Which lines stand on the card of each urgent category, the first one largest.
_CALLS = {
    "self_harm": ("crisis_line", "emergency"),
    "overdose": ("emergency", "poison_line", "urgent_line"),
    "abuse": ("emergency", "abuse_line"),
    "emergency": ("emergency",),
    "infection": ("team_line", "emergency", "urgent_line", "clinic_phone"),
}


class UnsafeContact(Exception):
    """A telephone number or region in the settings that must not be shown to a patient; names the setting."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call button: which line (`contact.<line>` in the catalogue), the number as shown, and as `tel:` dials it."""

    line: str
    number: str
    tel: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """The numbers that messages and call buttons show; None where there is none."""

    emergency: str | None = None
    urgent_line: str | None = None
    crisis_line: str | None = None
    poison_line: str | None = None
    abuse_line: str | None = None
    team_line: str | None = None
    clinic_phone: str | None = None

    def __post_init__(self) -> None:
        for name, number in self._numbers().items():
            if not _is_number(number):
                raise UnsafeContact(
                    f"{name}: wanted a telephone number of {SHORTEST_NUMBER} to 15 digits such as '999' or"
                    f" '+44 20 7946 0000', found {number[:40]!r}; correct the setting or leave it out"
                )

    @classmethod
    def of(cls, region: str | None = None, **own: str | None) -> "Contacts":
        """The numbers of `region` (see `regions.toml`), each replaced by the clinic's `own` where given.

        Raises:
            UnsafeContact: no such region, or something that is not a telephone number.
        """
        given = {name: number.strip() for name, number in own.items() if number and number.strip()}
        if not region:
            return cls(**given)
        known = regions()
        if region.upper() not in known:
            raise UnsafeContact(f"region: wanted one of {', '.join(known)}, found {region[:40]!r}; choose one of these")
        return replace(known[region.upper()], **given)

    def wording(self, messages: Messages) -> dict[str, str]:
        """A field for each line, to fill into messages: `Call 999`, or words that are true without a number."""
        numbers = self._numbers()
        return {
            line.name: messages.text(f"contact.{line.name}", number=numbers[line.name])
            if line.name in numbers
            else messages.text(f"contact.no_{line.name}")
            for line in fields(self)
        }

    def calls(self, category: str) -> tuple[Call, ...]:
        """The call buttons of an urgent category, most important first, without repeating a number."""
        found: dict[str, Call] = {}
        numbers = self._numbers()
        for line in _CALLS.get(category, ()):
            if number := numbers.get(line):
                found.setdefault(number, Call(line, number, re.sub(r"[^\d+]", "", number)))
        return tuple(found.values())

    def warnings(self) -> tuple[str, ...]:
        """What staff should know at start: one line for each number that patients will miss."""
        missing = [line.name for line in fields(self) if not getattr(self, line.name)]
        return tuple(f"no {name} is set: urgent messages use general words instead of a number" for name in missing)

    def _numbers(self) -> dict[str, str]:
        return {line.name: number for line in fields(self) if (number := getattr(self, line.name))}


def regions(path: Path = REGIONS) -> Mapping[str, Contacts]:
    """The contacts of each region in the file, in its order."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Contacts(**table) for name, table in tables.items()}


def _is_number(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return bool(_NUMBER.fullmatch(text)) and len(text) <= LONGEST_NUMBER and SHORTEST_NUMBER <= digits <= 15
