"""A file becomes a document: structure, titles, ids, and a clear error for everything that is no document."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.document import Document, Reference, SentenceKind
from corpus.reader import UnreadableDocument, read_document, read_folder, read_text
from corpus.references import read_reference
from tests import drafts

SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")


def outline(document: Document) -> list[tuple[tuple[str, ...], list[list[str]]]]:
    """Each section's heading and the words of its blocks."""
    return [
        (section.heading, [[document.text[s.start : s.end] for s in block] for block in section.blocks])
        for section in document.sections
    ]


def read(text: str, name: str = "leaflet.txt") -> Document:
    return read_text(text, Path(name))


@needs_seed
def test_the_seed_article_keeps_its_sections_and_its_reference_numbers() -> None:
    document = read_document(SEED)
    assert (document.id, document.title) == ("seed-article", "Seed article")
    assert document.text == SEED.read_text(encoding="utf-8")
    assert document.reference_numbers == ("1", "2", "5", "6")
    assert [section.heading for section in document.sections] == [
        (),
        ("The Problem: An Immune System Gone Rogue",),
        ("The Solution: A System Reboot with aHSCT",),
        ("The Evidence: Durable Remission and Improved Outcomes",),
        ("Another Path: Mesenchymal Stem Cells (MSCs)",),
        ("A New Horizon in MS Treatment",),
    ]


@needs_seed
def test_the_seed_article_has_its_stages_as_list_and_as_table() -> None:
    _, blocks = outline(read_document(SEED))[2]
    assert [[words.split()[0] for words in block] for block in blocks] == [
        ["aHSCT"],
        ["It’s", "1.Harvesting:", "2.Depletion:", "3.Transplantation:"],
        ["These"],
        ["|", "|", "|"],
    ]
    assert blocks[1][0] == "It’s a multi-step process that involves:"
    assert blocks[1][3] == "3.Transplantation: The harvested stem cells are then re-infused into the patient’s body."
    assert blocks[3][0] == "| Harvesting | Collect the patient’s own blood-forming stem cells. |"


@needs_seed
def test_no_sentence_of_the_seed_is_tied_to_a_reference() -> None:
    document = read_document(SEED)
    assert {s.citations for section in document.sections for block in section.blocks for s in block} == {()}


@needs_seed
def test_a_lost_marker_leaves_its_sentence_whole() -> None:
    document = read_document(SEED)
    ends = [w for _, blocks in outline(document) for block in blocks for w in block if w.endswith(" .")]
    assert [words.split()[0] for words in ends] == ["These", "Numerous", "Long-term", "When", "Recent"]


def test_markdown_has_headings_of_several_levels_and_a_title() -> None:
    text = """# Infusions

First *words*.

## Before you come

### Blood tests

We test your blood
the week before. It takes long.

Underlined
----------
Some words.

## After
Last words."""
    document = read(text, "my_leaflet-2.md")
    assert (document.id, document.title) == ("my-leaflet-2", "Infusions")
    assert outline(document) == [
        ((), [["First *words*."]]),
        (("Before you come", "Blood tests"), [["We test your blood\nthe week before.", "It takes long."]]),
        (("Underlined",), [["Some words."]]),
        (("After",), [["Last words."]]),
    ]


def test_plain_text_has_bare_lines_as_headings() -> None:
    text = """A title line
Before you come
We test your blood.
Call us: 020 7946 0000
Ask Mary at mary@clinic.example
After (the same day)

aHSCT ends here. Rest."""
    document = read(text)
    assert document.title == "A title line"
    assert outline(document) == [
        (
            ("Before you come",),
            [["We test your blood."], ["Call us: 020 7946 0000"], ["Ask Mary at mary@clinic.example"]],
        ),
        (("After (the same day)",), [["aHSCT ends here.", "Rest."]]),
    ]


def test_hard_wrapped_text_is_read_by_paragraphs() -> None:
    text = """A wrapped leaflet

Multiple sclerosis is a disease of the nerves which
Mary has had for years. It comes and goes, and
nobody knows why. The next
relapse may be far off.

- one item that is
  wrapped as well
- another
"""
    document = read(text)
    assert document.title == "A wrapped leaflet"
    assert outline(document) == [
        (
            ("A wrapped leaflet",),
            [
                [
                    "Multiple sclerosis is a disease of the nerves which\nMary has had for years.",
                    "It comes and goes, and\nnobody knows why.",
                    "The next\nrelapse may be far off.",
                ],
                ["- one item that is\n  wrapped as well", "- another"],
            ],
        )
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("We rest. Get:\n\n- a cup\n- tea. Hot.\n\nGo.", [["We rest."], ["Get:", "- a cup", "- tea. Hot."], ["Go."]]),
        ("You need:\n\n1.One\n2) Two\n(3) Three\na) four", [["You need:", "1.One", "2) Two", "(3) Three", "a) four"]]),
        ("Doses:\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", [["Doses:", "| 1 | 2 |", "| 3 | 4 |"]]),
        ("We rest.\n\n| only | row |", [["We rest."], ["| only | row |"]]),
        ("| A | B |\n| 1 | 2 |\n\n| C | D |\n| 3 | 4 |", [["| 1 | 2 |"], ["| 3 | 4 |"]]),
        ("Mild: easy.\nSevere: hard. Very.", [["Mild: easy.", "Severe: hard. Very."]]),
        ("Note: we close early. Come soon.", [["Note: we close early.", "Come soon."]]),
        ("1.5 mg is the dose.\n2. Take it.", [["1.5 mg is the dose."], ["2. Take it."]]),
        ("You need:\nPassport\nGlasses\nThen you rest.", [["You need:", "Passport", "Glasses"], ["Then you rest."]]),
    ],
)  # fmt: skip
def test_lists_and_tables_are_blocks_with_their_lead_in(text: str, blocks: list[list[str]]) -> None:
    assert outline(read(text)) == [((), blocks)]


def test_each_quotable_unit_knows_its_kind() -> None:
    document = read("It helps:\n- a cup\n\n| A | B |\n| 1 | 2 |")
    assert [s.kind for block in document.sections[0].blocks for s in block] == [
        SentenceKind.PROSE,
        SentenceKind.ITEM,
        SentenceKind.ROW,
    ]


def test_questions_are_headings_and_their_answers_begin_after_the_mark() -> None:
    text = """Common questions
Q: Will it hurt?
A: No. It does not.
Q: Can I eat?
A: Yes.
What visitors ask
How long is it?
An hour.
Who may come?
Anyone.
The road ahead
We hope."""
    assert outline(read(text)) == [
        (("Common questions", "Will it hurt?"), [["No.", "It does not."]]),
        (("Common questions", "Can I eat?"), [["Yes."]]),
        (("What visitors ask", "How long is it?"), [["An hour."]]),
        (("What visitors ask", "Who may come?"), [["Anyone."]]),
        (("The road ahead",), [["We hope."]]),
    ]


def test_longer_runs_of_bare_lines_are_a_list_under_a_heading() -> None:
    assert outline(read("Please bring\nPassport\nGlasses\nMedicines\n\nThen you come in.")) == [
        (("Please bring",), [["Passport", "Glasses", "Medicines"], ["Then you come in."]])
    ]


@pytest.mark.parametrize("name", ["leaflet.txt", "leaflet.md"])
def test_references_end_the_text_and_a_heading_after_them_goes_on(name: str) -> None:
    text = """It helps [2]. It may not (1).

## References

1. AJMC. Transplants.
   Lancet 2020. https://ajmc.example/a
2. MSIF. 2021.

## Glossary

Lesion: a scar."""
    document = read(text, name)
    assert outline(document) == [((), [["It helps [2].", "It may not (1)."]]), (("Glossary",), [["Lesion: a scar."]])]
    assert [(r.number, r.text, r.url) for r in document.references] == [
        ("1", "AJMC. Transplants. Lancet 2020. https://ajmc.example/a", "https://ajmc.example/a"),
        ("2", "MSIF. 2021.", None),
    ]
    assert [s.citations for block in document.sections[0].blocks for s in block] == [("2",), ()]


def test_bracketed_entries_are_references_without_a_heading_too() -> None:
    document = read("It helps [1].\n\n[1] AJMC, 2020.\n[3] MSIF.\n")
    assert outline(document) == [((), [["It helps [1]."]])]
    assert document.references == (
        Reference("1", "AJMC, 2020.", None, 15, 30),
        Reference("3", "MSIF.", None, 31, 40),
    )


def test_entries_without_number_are_neither_reference_nor_text() -> None:
    document = read("It helps.\n\nReferences\n- AJMC, 2020.\n- MSIF.\n")
    assert (outline(document), document.references) == ([((), [["It helps."]])], ())


def test_rules_fences_and_comments_are_no_words_and_part_the_text() -> None:
    text = "One.\n\n---\n\nTwo.\n<!-- draft\nnot shown -->\nThree.\n\n***\n"
    assert outline(read(text, "leaflet.md")) == [((), [["One."]]), ((), [["Two."]]), ((), [["Three."]])]


FRONT = """---
id: infusions.v2
title: "Infusions:  the day"
reviewed: 2026-11-20
source: https://clinic.example/a
owner: MS team
synonyms: [[aHSCT, HSCT], [MS, multiple sclerosis]]
level: 3
---
# Infusions

Words.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_fills_the_record_and_stays_in_the_stored_text(end: str) -> None:
    text = FRONT.replace("\n", end)
    document = read(text, "other.md")
    (section,) = document.sections
    assert document == Document(
        id="infusions.v2",
        title="Infusions: the day",
        text=text,
        sections=(section,),
        references=(),
        reviewed=date(2026, 11, 20),
        source="https://clinic.example/a",
        owner="MS team",
        synonyms=(("aHSCT", "HSCT"), ("MS", "multiple sclerosis")),
    )
    assert outline(document) == [(("Infusions",), [["Words."]])]


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: a\n", "wanted front matter that ends with a line ---, found no such line"),
        ("title: [a\n---\n", "wanted front matter in YAML, found"),
        ("reviewed: 2026-13-45\n---\n", "wanted front matter in YAML, found month must be in 1..12"),
        ("reviewed: last May\n---\n", "wanted a date such as 2026-11-20 as `reviewed`, found 'last May'"),
        ("id: a b\n---\n", "wanted an `id` of letters, digits, `.`, `_` and `-`, found 'a b'"),
        ("title: [a, b]\n---\n", "wanted one line of text as `title`, found ['a', 'b']"),
        ("synonyms: [a, b]\n---\n", "wanted `synonyms` as a list of lists of words, found ['a', 'b']"),
        ("synonyms: a\n---\n", "wanted `synonyms` as a list of lists of words, found 'a'"),
        ("title: " + "[" * 5000 + "\n---\n", "wanted front matter in YAML, found"),
    ],
)
def test_wrong_front_matter_is_named_with_its_file(front: str, message: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(f"---\n{front}Words.", "wrong.md")
    assert str(caught.value).startswith(f"wrong.md: {message}")
    assert str(caught.value).endswith("mend the lines between the --- at the top")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert outline(read("---\nWords here.\n\n---\nMore.", "leaflet.md"))[0] == ((), [["Words here."]])


@pytest.mark.parametrize(
    ("name", "text", "id_and_title"),
    [
        ("Caf\u00e9 & MS.txt", "Words.", ("cafe-ms", "Caf\u00e9 & MS")),
        ("\u5e72\u7ec6\u80de.txt", "Words.", ("document-6d91bb3a", "\u5e72\u7ec6\u80de")),
        ("a.md", "Words.\n\n# Late title\n\nMore.", ("a", "Late title")),
        ("a.md", "Words.\n\n## Late section\n\nMore.", ("a", "A")),
        ("a.txt", "Words.\nLate section\nMore.", ("a", "A")),
        ("a.md", "# **Bold** [title](https://a.example) #\n\nMore.", ("a", "Bold title")),
        ("a.txt", "First heading\nWords.", ("a", "First heading")),
    ],
)
def test_id_and_title_fall_back_to_headings_and_the_file_name(
    name: str, text: str, id_and_title: tuple[str, str]
) -> None:
    document = read(text, name)
    assert (document.id, document.title) == id_and_title


def test_a_byte_order_mark_goes_and_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "mark.txt"
    path.write_bytes(b"\xef\xbb\xbfHeading\r\nOne. Two.\r\n- item\r\n")
    document = read_document(path)
    assert document.text == "Heading\r\nOne. Two.\r\n- item\r\n"
    assert outline(document) == [(("Heading",), [["One.", "Two."], ["- item"]])]


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.TXT", "a.md", "b/d.txt", "e.pdf", ".hidden.md", ".git/f.md"):
        (tmp_path / name).write_text("Words.")
    assert [document.id for document in read_folder(tmp_path)] == ["a", "d", "c"]


def spoil(folder: Path, kind: str) -> Path:
    """Make one kind of bad input in a folder and return the path to read."""
    path = folder / "bad.txt"
    if kind == "a link to nothing":
        path.symlink_to(folder / "nothing")
    elif kind == "two with one id":
        (folder / "a.txt").write_text("Words.")
        (folder / "b.md").write_text("---\nid: a\n---\nWords.")
    else:
        data = {"not text": b"\x89PNG\r\n\x1a\n\xff", "utf-16": "Words.".encode("utf-16"), "nul": b"Wor\nds\0"}
        data |= {"empty": b"", "blank": b" \n\n", "headings": b"# A\n## B\n", "list": b"References\n[1] A, 2020.\n"}
        path.write_bytes(data[kind])
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("a link to nothing", "{bad}: wanted a readable file, found No such file or directory; check that it exists"),
        (
            "two with one id",
            "{folder}/b.md: wanted an id of its own, found id 'a', which {folder}/a.txt has too; rename",
        ),
        (
            "not text",
            "{bad}: wanted text in UTF-8, found a byte that is none in line 1; save it as plain text in UTF-8",
        ),
        ("utf-16", "{bad}: wanted text in UTF-8, found a byte that is none in line 1; save it as plain text in UTF-8"),
        ("nul", "{bad}: wanted text in UTF-8, found a NUL character in line 2; save it as plain text in UTF-8"),
        ("empty", "{bad}: wanted at least one sentence, list item or table row, found no passage; add text below"),
        ("blank", "{bad}: wanted at least one sentence, list item or table row, found no passage; add text below"),
        ("headings", "{bad}: wanted at least one sentence, list item or table row, found no passage; add text below"),
        ("list", "{bad}: wanted at least one sentence, list item or table row, found no passage; add text below"),
    ],
)
def test_bad_input_is_named_with_its_path_and_what_to_do(tmp_path: Path, kind: str, message: str) -> None:
    bad = spoil(tmp_path, kind)
    with pytest.raises(UnreadableDocument) as caught:
        read_folder(tmp_path)
    assert str(caught.value).startswith(message.format(bad=bad, folder=tmp_path))


@pytest.mark.parametrize("name", ["", "missing", "file.txt"])
def test_a_folder_without_documents_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "scan.pdf").touch()
    (tmp_path / "file.txt").write_text("Words.")
    path = tmp_path / name if name else tmp_path / "inside"
    found = (
        "wanted a folder of documents, found no folder"
        if name
        else "wanted at least one .txt or .md document, found none"
    )
    with pytest.raises(UnreadableDocument, match=f"^{path}: {found}; "):
        read_folder(path)


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableDocument, match=r"locked.txt: wanted a readable file, found Permission denied; check"):
        read_document(path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"scan.pdf: wanted a .txt or .md file, found .pdf; save it as text"):
        read_document(tmp_path / "scan.pdf")


@settings(deadline=None)
@given(drafts.texts, drafts.names)
def test_sentences_of_any_document_are_in_order_apart_and_inside_their_section(text: str, name: str) -> None:
    try:
        document = read(text, name)
    except UnreadableDocument:
        return
    position = 0
    for section in document.sections:
        assert position <= section.start
        position = section.start
        for sentence in (s for block in section.blocks for s in block):
            assert position <= sentence.start
            assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
            position = sentence.end
        assert position <= section.end
        position = section.end
    for reference in document.references:
        assert read_reference(text, reference.start, reference.end) == reference


@settings(deadline=None)
@given(drafts.texts, drafts.names)
def test_no_reference_entry_overlaps_a_sentence(text: str, name: str) -> None:
    try:
        document = read(text, name)
    except UnreadableDocument:
        return
    spans = [(s.start, s.end) for section in document.sections for block in section.blocks for s in block]
    for entry in document.references:
        assert all(end <= entry.start or start >= entry.end for start, end in spans)
