"""Whom to call."""

import pytest

from bot.contacts import Call, Contacts, UnsafeContact, regions
from bot.messages import Messages

MESSAGES = Messages.load()


def test_a_region_brings_its_numbers_and_the_clinic_replaces_them() -> None:
    assert Contacts.of("uk", team_line=" 020 7946 0000 ", crisis_line="") == Contacts(
        emergency="999",
        urgent_line="111",
        crisis_line="116 123",
        poison_line="111",
        abuse_line="0808 2000 247",
        team_line="020 7946 0000",
    )


def test_without_numbers_the_words_are_general() -> None:
    wording = Contacts().wording(MESSAGES)
    assert wording["emergency"] == "your local emergency number"
    assert "Call your local emergency number now" in MESSAGES.text("urgent.emergency", **wording)


def test_numbers_stand_in_the_text() -> None:
    assert "Call 999 now" in MESSAGES.text("urgent.emergency", **Contacts.of("UK").wording(MESSAGES))


def test_each_missing_number_is_a_warning_to_staff() -> None:
    assert Contacts.of("EU", clinic_phone="0123 456", team_line="0123 457").warnings() == (
        "no urgent_line is set: urgent messages use general words instead of a number",
        "no crisis_line is set: urgent messages use general words instead of a number",
        "no poison_line is set: urgent messages use general words instead of a number",
        "no abuse_line is set: urgent messages use general words instead of a number",
    )


@pytest.mark.parametrize("number", ["12", "call me", "<b>999</b>", "9" * 16, "999\n", "javascript:1", "+", "٩٩٩"])
def test_what_is_not_a_number_is_refused_by_name(number: str) -> None:
    with pytest.raises(UnsafeContact, match="crisis_line: wanted a telephone number"):
        Contacts(crisis_line=number)


def test_an_unknown_region_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnsafeContact, match="region: wanted one of UK, US, EU"):
        Contacts.of("Mars")


def test_call_buttons_come_most_important_first_and_once() -> None:
    assert Contacts.of("UK").calls("overdose") == (
        Call("emergency", "999", "999"),
        Call("poison_line", "111", "111"),
    )


def test_every_region_has_an_emergency_number() -> None:
    assert [name for name, contacts in regions().items() if not contacts.emergency] == []
