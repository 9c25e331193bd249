"""How well triage does on a labelled file: what it missed and what it wrongly raised, by category."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Kind
from bot.clean import UnusableText, clean
from bot.distortion import Distortion, distort
from bot.triage import Triage, triage

HARMLESS = "harmless"  # the label of a question that the documents should be searched for


class UnreadableExamples(Exception):
    """A labelled file is not JSON or JSON Lines, or a row lacks a field; names the row and what it wanted."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message and the kind that it should get: urgent, personal, smalltalk, or None when it is to be searched."""

    question: str
    kind: Kind | None
    category: str

    @property
    def label(self) -> str:
        """Kind and category as the table shows them."""
        return f"{self.kind or HARMLESS}: {self.category}" if self.category else str(self.kind or HARMLESS)


@dataclass(frozen=True, slots=True)
class Score:
    """One row: of `total` messages with this label, those that got another kind, each with the verdict it got."""

    label: str
    total: int
    wrong: tuple[tuple[str, Triage | None], ...]

    @property
    def share_right(self) -> float:
        """Messages with the right kind, in [0, 1]."""
        return 1 - len(self.wrong) / self.total


@dataclass(frozen=True, slots=True)
class Report:
    """The scores under one distortion: a row per label, and the totals per kind."""

    distortion: Distortion
    rows: tuple[Score, ...]
    kinds: tuple[Score, ...]


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read rows `{"question", "kind", "category"}`: JSON Lines, or one JSON list; kind is null for harmless ones.

    Raises:
        UnreadableExamples: the file cannot be read as such; the message names the row.
    """
    try:
        text = path.read_text(encoding="utf-8").strip()
        rows = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines() if line]
    except (OSError, ValueError) as error:
        raise UnreadableExamples(f"{path}: wanted JSON Lines or a JSON list, found: {error}; mend the file") from error
    return tuple(_example(row, f"{path}, row {number}") for number, row in enumerate(rows, 1))


def score(
    examples: Iterable[Example],
    distortion: Distortion = Distortion.NONE,
    decide: Callable[[str], Triage | None] = triage,
) -> Report:
    """Decide on every example, changed by `distortion`, and sort the wrong ones by label.

    Smalltalk is left out at the end of a long message: there it is none.
    """
    whole = distortion is Distortion.LAST_LINE
    asked = [example for example in examples if not (whole and example.kind is Kind.SMALLTALK)]
    verdicts = [(example, _decide(distort(example.question, distortion), decide)) for example in asked]
    return Report(
        distortion,
        _rows(verdicts, lambda example: example.label),
        _rows(verdicts, lambda example: str(example.kind or HARMLESS)),
    )


def _decide(question: str, decide: Callable[[str], Triage | None]) -> Triage | None:
    try:
        return decide(clean(question))
    except UnusableText:
        return None


def _rows(verdicts: Sequence[tuple[Example, Triage | None]], label: Callable[[Example], str]) -> tuple[Score, ...]:
    found: dict[str, list[tuple[Example, Triage | None]]] = {}
    for example, verdict in verdicts:
        found.setdefault(label(example), []).append((example, verdict))
    return tuple(Score(name, len(rows), _wrong(rows)) for name, rows in sorted(found.items()))


def _wrong(rows: Iterable[tuple[Example, Triage | None]]) -> tuple[tuple[str, Triage | None], ...]:
    return tuple((e.question, verdict) for e, verdict in rows if (verdict.kind if verdict else None) != e.kind)


def _example(row: object, place: str) -> Example:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise UnreadableExamples(f'{place}: wanted {{"question": "…", "kind": …, "category": "…"}}; mend the row')
    kind = row.get("kind")
    kinds: dict[object, Kind | None] = {None: None, HARMLESS: None, **{str(known): known for known in Kind}}
    if not isinstance(kind, str | None) or kind not in kinds:
        wanted = f"kind urgent, personal, smalltalk or null, found {kind!r}"
        raise UnreadableExamples(f"{place}: wanted {wanted}; mend the row")
    return Example(row["question"], kinds[kind], str(row.get("category") or ""))
