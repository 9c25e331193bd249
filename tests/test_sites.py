"""Addresses of websites, and what their policies must allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.sites import Fit, Standing, listed, missing, origin, standing

ALLOWED = ("https://www.clinic.example", "https://other.example:8443")
SERVER = "https://chat.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://clinic.example", "https://clinic.example"),
        ("HTTPS://Clinic.Example:443/", "https://clinic.example"),
        ("http://clinic.example:80", "http://clinic.example"),
        ("https://clinic.example:8443/path?a=b#c", "https://clinic.example:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1]:5000", "http://[::1]:5000"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        (" https://clinic.example ", "https://clinic.example"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(text: str, expected: str) -> None:
    assert origin(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "clinic.example", "null", "*", "https://*", "https://*.clinic.example", "ftp://clinic.example"),
        *("https://", "https://a b", "https://a;script-src", "https://a,b", "https://user@clinic.example"),
        *("https://clinic.example:port", "https://clinic.example:70000", "javascript:alert(1)", "https://-a.example"),
        *("https://'self'", "https://a..example", "https://" + "a" * 64 + ".example", "https://[zz]", "https://[::1"),
    ],
)
def test_what_is_not_the_address_of_one_site_is_refused_with_what_was_wanted(text: str) -> None:
    with pytest.raises(ValueError, match=r"wanted an address such as 'https://www.clinic.example', found"):
        origin(text)


@given(st.text(max_size=40))
def test_no_text_breaks_out_of_a_policy(text: str) -> None:
    for candidate in (text, "https://" + text, "https://a" + text):
        try:
            found = origin(candidate)
        except ValueError:
            continue
        assert not set(found) & set(" ;,'\"*\n\t\r<>")
        assert origin(found) == found


def test_a_listed_site_is_a_whole_site() -> None:
    assert listed("https://clinic.example/") == "https://clinic.example"
    with pytest.raises(ValueError, match=r"wanted a whole site, 'https://clinic.example', found"):
        listed("https://clinic.example/chat")


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("https://www.clinic.example", Standing(Fit.ALLOWED, "https://www.clinic.example")),
        ("http://www.clinic.example", Standing(Fit.OTHER_SCHEME, "https://www.clinic.example")),
        ("https://other.example", Standing(Fit.OTHER_PORT, "https://other.example:8443")),
        ("https://clinic.example", Standing(Fit.OTHER_NAME, "https://www.clinic.example")),
        ("https://a.other.example", Standing(Fit.OTHER_NAME, "https://other.example:8443")),
        ("https://www.clinic.example.evil.example", Standing(Fit.UNKNOWN)),
        ("https://evilother.example", Standing(Fit.UNKNOWN)),
    ],
)
def test_the_standing_of_a_site_names_the_one_that_it_was_taken_for(site: str, expected: Standing) -> None:
    assert standing(site, ALLOWED) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("", ()),
        ("img-src 'self'", ()),
        ("default-src 'self'", ("script-src 'self' https://chat.example", "frame-src 'self' https://chat.example")),
        ("script-src 'self'", ("script-src 'self' https://chat.example",)),
        ("default-src 'none'; script-src https://chat.example", ("frame-src https://chat.example",)),
        ("child-src 'self'; default-src *", ("child-src 'self' https://chat.example",)),
        ("Content-Security-Policy: default-src 'self' https:", ()),
        ("script-src chat.example; frame-src https://chat.example/", ()),
        ("script-src *.example; frame-src https://*.example", ()),
        (
            "script-src chat.example.evil; frame-src http:",
            ("script-src chat.example.evil " + SERVER, "frame-src http: " + SERVER),
        ),
        ("script-src 'self'; script-src https://chat.example", ("script-src 'self' https://chat.example",)),
        ("script-src-elem 'self'; script-src *", ("script-src-elem 'self' https://chat.example",)),
    ],
)
def test_a_policy_lacks_what_the_widget_needs_and_nothing_else(policy: str, expected: tuple[str, ...]) -> None:
    assert missing(policy, SERVER) == expected
