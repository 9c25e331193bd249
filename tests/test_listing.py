import pytest
from talk import make_library, shown

from bot.conversation.listing import Listing, listings

LIBRARY = make_library()
STEPS = Listing(("Washing", "Draining the bag", "Filling"))


@pytest.mark.parametrize(
    ("ordinal", "wanted"),
    [
        ("first", "Washing"),
        ("2nd", "Draining the bag"),
        ("3", "Filling"),
        ("two", "Draining the bag"),
        ("last", "Filling"),
        ("middle", "Draining the bag"),
        ("tenth", None),
        ("0th", None),
        ("some", None),
    ],
)
def test_an_ordinal_counts_from_the_top(ordinal: str, wanted: str | None) -> None:
    assert STEPS.at(ordinal) == wanted


@pytest.mark.parametrize(
    ("ordinal", "current", "wanted"),
    [
        ("next", "how do I wash? Washing", "Draining the bag"),
        ("previous", "and filling?", "Draining the bag"),
        ("next", "filling", None),
        ("previous", "washing", None),
        ("next", "how much is it", None),
    ],
)
def test_next_and_previous_count_from_what_was_spoken_of(ordinal: str, current: str, wanted: str | None) -> None:
    assert STEPS.at(ordinal, current) == wanted


def test_the_middle_of_two_is_neither() -> None:
    assert Listing(("open", "keyhole")).at("middle") is None


def test_labels_that_a_text_speaks_of_are_counted() -> None:
    assert (STEPS.shares("washing or filling?"), STEPS.shares("swimming")) == (2, 0)


def test_a_list_is_its_items_and_a_table_its_rows_and_its_columns() -> None:
    (steps,) = LIBRARY.known(shown(LIBRARY, "Draining"))
    (table,) = LIBRARY.known(shown(LIBRARY, "every night"))
    (prose,) = LIBRARY.known(shown(LIBRARY, "Public pools"))
    assert listings(steps) == (Listing(("Washing", "Draining", "Filling")),)
    assert listings(table) == (Listing(("Place", "Travel")), Listing(("Haemodialysis", "Peritoneal dialysis")))
    assert listings(prose) == ()
