"""Phrases over words, found at all places at once."""

import itertools

import pytest

from bot.phrases import FAR, NEAR, Grammar, Places

LISTS = {"pain": frozenset({"pain", "hurts"})}


def places_of(grammar: Grammar, text: str) -> Places:
    """Words one to nine letters; `.` ends a sentence; `is` and `my` fill."""
    places = Places([0] * grammar.size())
    groups = grammar.groups()
    words = text.split()
    for index, word in enumerate(words):
        bit = 1 << index
        if word == ".":
            places.breaks |= bit
            places.openings |= bit << 1
            places.closings |= bit >> 1
        if word in {"is", "my"}:
            places.fillers |= bit
        for group in groups.get(word, ()):
            places.groups[group] |= bit
    places.length = len(words)
    places.closings |= 1 << places.length >> 1
    return places


def covered(phrase: str, text: str) -> list[int]:
    """The places that `phrase` covers in `text`."""
    grammar = Grammar(LISTS)
    compiled = grammar.compile(phrase)
    places = places_of(grammar, text)
    found = 0
    for each in compiled:
        found |= places.spans(each)
        assert bool(places.ends(each)) == bool(places.spans(each))
    return [index for index in range(places.length) if found >> index & 1]


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("chest @pain", "my chest hurts", [1, 2]),
        ("chest @pain", "chest is my pain", [0, 1, 2, 3]),
        ("chest @pain", "chest a hurts", []),
        ("chest|heart @pain", "heart pain", [0, 1]),
        ("chest .. @pain", "chest " + "a " * NEAR + "hurts", list(range(NEAR + 2))),
        ("chest .. @pain", "chest " + "a " * (NEAR + 1) + "hurts", []),
        ("chest ... @pain", "chest " + "a " * FAR + "hurts", list(range(FAR + 2))),
        ("chest .. @pain", "chest a . b hurts", []),
        ("chest bad? @pain", "chest bad pain", [0, 1, 2]),
        ("chest bad? @pain", "chest pain", [0, 1]),
        ("^ chest", "chest", [0]),
        ("^ chest", "my chest", []),
        ("^ chest", "a . chest", [2]),
        ("chest $", "my chest", [1]),
        ("chest $", "chest a", []),
        ("chest $", "chest . a", [0]),
        ("a b", "a b c a b", [0, 1, 3, 4]),
        ("a a", "a a a", [0, 1, 2]),
    ],
)
def test_a_phrase_covers_its_words_and_what_stands_between(phrase: str, text: str, places: list[int]) -> None:
    assert covered(phrase, text) == places


def test_a_phrase_that_begins_where_it_may_not_is_not_found() -> None:
    grammar = Grammar(LISTS)
    (phrase,) = grammar.compile("chest @pain")
    places = places_of(grammar, "chest pain . chest hurts")
    assert (places.ends(phrase), places.ends(phrase, ~0b1)) == (0b10010, 0b10000)


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        Grammar(LISTS).compile("@nowhere pain")


def test_every_text_agrees_with_a_plain_search() -> None:
    """All texts of five words over three, against looking at each pair of places."""
    grammar = Grammar(LISTS)
    (phrase,) = grammar.compile("a .. b")
    for words in itertools.product("abc", repeat=5):
        places = places_of(grammar, " ".join(words))
        wanted = sum(
            1 << end
            for end in range(5)
            if words[end] == "b" and any(words[start] == "a" for start in range(max(0, end - NEAR - 1), end))
        )
        assert places.ends(phrase) == wanted
