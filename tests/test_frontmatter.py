"""Front matter is read strictly, and only where there is some."""

from datetime import date

import pytest

from corpus.frontmatter import FrontMatter, FrontMatterError, read_front_matter


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("id: a\n", FrontMatter(end=13, id="a")),
        ("id: 7\n", FrontMatter(end=13, id="7")),
        ("title: ' a\n\n  b '\n", FrontMatter(end=25, title="a b")),
        ("reviewed: 2026-11-20\n", FrontMatter(end=28, reviewed=date(2026, 11, 20))),
        ("reviewed: 2026-11-20T10:00:00\n", FrontMatter(end=37, reviewed=date(2026, 11, 20))),
        ("synonyms: [[a, b]]\n", FrontMatter(end=26, synonyms=(("a", "b"),))),
        ("owner:\nsource: x\n", FrontMatter(end=24, source="x")),
        ("other: [1, 2]\n", FrontMatter(end=21)),
    ],
)
def test_each_key_has_its_kind(body: str, expected: FrontMatter) -> None:
    assert read_front_matter(f"---\n{body}---\nWords.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Words.",
        "---",
        "---\nWords.",
        "---\nWords.\n---\n",
        "Words.\n---\nid: a\n---\n",
        "----\nid: a\n----\n",
        "---\n---\nWords.",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert read_front_matter(text) == FrontMatter()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_document_begins_after_the_closing_line(end: str) -> None:
    text = f"--- {end}id: a{end}---{end}Words.{end}---{end}"
    assert text[read_front_matter(text).end :] == f"{end}Words.{end}---{end}"


def test_a_line_that_only_begins_with_dashes_does_not_close_it() -> None:
    text = "---\nid: a\ntitle: |\n  x\n  --- y\n---\nWords."
    assert read_front_matter(text) == FrontMatter(end=34, id="a", title="x --- y")


@pytest.mark.parametrize("value", ["a/b", "../a", "a b", "é", "-a", "a:b"])
def test_an_id_that_could_not_stand_in_a_link_is_refused(value: str) -> None:
    with pytest.raises(FrontMatterError, match=r"^wanted an `id` of letters, digits,"):
        read_front_matter(f"---\nid: '{value}'\n---\n")


@pytest.mark.parametrize("body", ["a: !!python/object/apply:os.system [ls]\n", "a: &x [*x\n", "a: b: c\n", "\t- a\n"])
def test_what_is_no_plain_yaml_is_refused(body: str) -> None:
    with pytest.raises(FrontMatterError, match=r"^wanted front matter in YAML, found "):
        read_front_matter(f"---\n{body}---\n")
