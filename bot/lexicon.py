"""The lexicon that triage reads: one file per category, for a clinician to read and sign, and what context means."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.answer import Kind
from bot.likeness import Likeness
from bot.phrases import Grammar, Phrase
from bot.spelling import Speller

FOLDER = Path(__file__).parent / "lexicon"


class LexiconError(Exception):
    """A lexicon file is missing, is not TOML, or lacks something; names the file and what to mend."""


class Excuse(StrEnum):
    """Why a sign may not count where it stands; the words for each are in `context.toml`."""

    NEGATED = "negated"
    GENERAL = "general"
    TOPIC = "topic"
    PAST = "past"
    PAST_FROM = "past_from"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Sign:
    """Phrases that mean one thing, what excuses them, and what must be said elsewhere for them to count.

    `source` names where a clinician can check the sign; it was not copied from there.
    """

    what: str
    source: str
    phrases: tuple[Phrase, ...]
    excused_by: frozenset[Excuse]
    needs: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """One file: its kind and name, its rank (1 is the most urgent), its signs, and what only looks like one."""

    kind: Kind
    name: str
    rank: int
    signs: tuple[Sign, ...]
    harmless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """Phrases per kind of smalltalk, the most telling kind first, and what may stand beside them.

    Beside kinds in `with_statement`, up to `statement_words` words may: with one of `own` and none of `asks`.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    courtesies: frozenset[str]
    with_statement: frozenset[str]
    statement_words: int
    own: tuple[Phrase, ...]
    asks: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All files, compiled. `groups` gives for each word the groups of words that phrases ask for."""

    categories: tuple[Category, ...]
    smalltalk: Smalltalk
    context: Mapping[str, tuple[Phrase, ...]]
    groups: Mapping[str, tuple[int, ...]]
    group_count: int
    fillers: frozenset[str]
    links: frozenset[str]
    speller: Speller
    likeness: Likeness

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Lexicon":
        """Read `context.toml`, `smalltalk.toml`, `common.txt` and the category files of `folder`.

        Raises:
            LexiconError: a file is missing, damaged, or lacks an entry; the message names it.
        """
        files = {path.stem: _toml(path) for path in sorted(folder.glob("*.toml"))}
        if missing := {"context", "smalltalk"} - files.keys():
            raise LexiconError(
                f"{folder}: wanted {sorted(missing)} as .toml, found {sorted(files)}; put the files back"
            )
        grammar = Grammar(_lists(file.get("lists", {}) for file in files.values()))
        context, talk = files.pop("context"), files.pop("smalltalk")
        marks = {name: _compiled(grammar, text) for name, text in context["marks"].items()}
        smalltalk = _smalltalk(grammar, talk)
        categories = [_category(grammar, name, file, folder) for name, file in files.items()]
        fillers, links = frozenset(context["fillers"].split()), frozenset(context["links"].split())
        groups = grammar.groups()
        words = {word for word in groups if word.isalpha()} | fillers | links | smalltalk.courtesies
        likeness = Likeness.read(folder)
        common = (folder / "common.txt").read_text(encoding="utf-8").split()
        return cls(
            categories=tuple(sorted(categories, key=lambda category: category.rank)),
            smalltalk=smalltalk,
            context=marks,
            groups=groups,
            group_count=grammar.size(),
            fillers=fillers,
            links=links,
            speller=Speller.of(words | {word for word in likeness.concepts if word.isalpha()}, common),
            likeness=likeness,
        )


@cache
def shipped() -> Lexicon:
    """The lexicon that ships, read once."""
    return Lexicon.read()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: not a readable lexicon: {error}; mend the line named here") from error


def _lists(tables: Iterable[Mapping[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    raw = {name: text.split() for table in tables for name, text in table.items()}

    def words(name: str) -> frozenset[str]:  # a list may hold other lists
        if name not in found:
            found[name] = frozenset[str]().union(*(words(w[1:]) if w[0] == "@" else {w} for w in raw[name]))
        return found[name]

    return {name: words(name) for name in raw}


def _category(grammar: Grammar, name: str, file: Mapping[str, Any], folder: Path) -> Category:
    try:
        signs = tuple(
            Sign(
                sign["what"],
                sign["source"],
                _compiled(grammar, sign["phrases"]),
                frozenset(map(Excuse, sign.get("excused_by", file["excused_by"]))),
                sign.get("needs"),
            )
            for sign in file["signs"]
        )
        return Category(Kind(file["kind"]), name, file["rank"], signs, _compiled(grammar, file.get("harmless", "")))
    except (KeyError, ValueError) as error:
        raise LexiconError(
            f"{folder / name}.toml: lacks or misnames {error}; compare it with its neighbours"
        ) from error


def _smalltalk(grammar: Grammar, file: Mapping[str, Any]) -> Smalltalk:
    statement = file["statement"]
    return Smalltalk(
        phrases={name: _compiled(grammar, text) for name, text in file["phrases"].items()},
        courtesies=frozenset(file["courtesies"].split()),
        with_statement=frozenset(statement["kinds"].split()),
        statement_words=statement["words"],
        own=_compiled(grammar, statement["own"]),
        asks=_compiled(grammar, statement["asks"]),
    )


def _compiled(grammar: Grammar, text: str) -> tuple[Phrase, ...]:
    return tuple(phrase for line in text.splitlines() if line.strip() for phrase in grammar.compile(line))
