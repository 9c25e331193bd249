import math

import pytest
from talk import make_library, shown

from bot.conversation.library import Library

LIBRARY = make_library()


def names(text: str, *documents: str) -> list[str]:
    return [each.name for each in LIBRARY.named(text, documents or LIBRARY.terms)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("is Belly Dialysis like haemodialysis?", ["Belly Dialysis", "haemodialysis"]),
        ("filling, then draining", ["filling", "draining"]),
        ("what is HD", ["HD"]),
        ("how much is parking", []),
    ],
)
def test_terms_are_found_in_the_order_of_the_text_and_as_they_were_typed(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_only_the_terms_of_the_documents_asked_for_count() -> None:
    assert names("ferrous sulfate during dialysis with HD", "iron") == ["ferrous sulfate"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("the belly ones", "peritoneal dialysis"), ("fumarate", "Ferrous fumarate"), ("ferrous", None), ("it", None)],
)
def test_a_hint_points_at_one_term_or_at_none(text: str, wanted: str | None) -> None:
    hinted = LIBRARY.hinted(text, LIBRARY.terms)
    assert (hinted and hinted.name) == wanted


def test_unknown_passages_are_left_out() -> None:
    (swimming,) = shown(LIBRARY, "Public pools")
    assert LIBRARY.known(("gone:1", swimming)) == (LIBRARY.passages[swimming],)


def test_a_word_is_the_rarer_the_fewer_passages_hold_it_and_worth_nothing_where_none_does() -> None:
    count = len(LIBRARY.passages)
    assert LIBRARY.rarity("pools") == LIBRARY.rarity("pool") == pytest.approx(math.log(count + 1))
    assert LIBRARY.rarity("the") < LIBRARY.rarity("dialysis") < LIBRARY.rarity("pools")
    assert LIBRARY.rarity("parking") == 0.0


def test_an_empty_library_knows_nothing() -> None:
    empty = Library.of((), ())
    assert (empty.known(("x:1",)), empty.named("HD", ("x",)), empty.hinted("HD", ("x",))) == ((), (), None)
