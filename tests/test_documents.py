"""The bundled document carries what its source states, in its own words, with the source's reference numbers."""

import re
from pathlib import Path

import pytest

from corpus.chunker import chunk
from corpus.document import Document
from corpus.health import Health, report
from corpus.reader import read_document, read_folder
from corpus.topics import Topic, coverage

FOLDER = Path(__file__).parents[1] / "corpus" / "documents"
SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"
COPIED_WORDS = 8  # a run of so many words in common is a copy

# What the source states, shortened, and the beginning of the sentence, item or row that carries it.
STATEMENTS = [
    ("In MS the immune system has turned against the body", "In multiple sclerosis (MS), the immune system"),
    ("The attack on the central nervous system gives many disabling symptoms", "The immune system attacks the brain"),
    ("For years treatment managed symptoms and slowed progression", "For many years, MS treatment has had two aims"),
    ("The question: could the immune system be reset", "Stem cell therapy asks whether"),
    ("aHSCT stands for autologous hematopoietic stem cell transplantation", "The best-known way to try this is"),
    ("aHSCT is powerful and changes the conversation", "aHSCT is a strong treatment"),
    ("From managing the disease to potentially halting it", "The aim of aHSCT is no longer only"),
    ("Immune cells attack myelin by mistake", "In MS, immune cells attack"),
    ("Myelin covers and protects nerves in brain and spinal cord", "Myelin is the sheath"),
    ("The damage disrupts information and causes the symptoms", "Damaged myelin disturbs"),
    ("Symptoms: fatigue, numbness, vision, mobility", "The symptoms differ from person to person"),
    ("Traditional therapies suppress or modify the immune system", "Standard MS treatments dampen or change"),
    ("They lower the frequency and severity of attacks", "Standard MS treatments dampen or change"),
    ("They are often effective", "Standard treatments often work well."),
    ("They do not address the root cause", "However, they leave the underlying cause"),
    ("aHSCT aims to reboot the immune system completely", "aHSCT is meant to restart the whole"),
    ("aHSCT has several steps", "The treatment has three stages"),
    ("Harvesting from bone marrow or blood", "1. Harvesting:"),
    ("Depletion by chemotherapy", "2. Depletion:"),
    ("Transplantation: the cells are re-infused", "3. Transplantation:"),
    ("The cells migrate to the bone marrow", "After the transplant, the returned stem cells"),
    ("They build a new immune system without memory of the attack", "There they start to form"),
    ("Table: harvesting", "| Harvesting |"),
    ("Table: depletion", "| Depletion |"),
    ("Table: transplantation", "| Transplantation |"),
    ("Remarkable results, above all in highly active relapsing-remitting MS", "Studies of aHSCT in MS have reported"),
    ("A significant number reach NEDA", "In many studies, a considerable share"),
    ("NEDA: no relapses, no MRI lesions, no worsening", "NEDA means that"),
    ("Remission lasts five years or more in many", "Remission after aHSCT can last"),
    ("A long-lasting solution, not a temporary reprieve", "So aHSCT may bring lasting relief"),
    ("aHSCT is powerful but intensive", "aHSCT can be powerful, but"),
    ("MSCs are another type and promising", "A second kind, the mesenchymal"),
    ("MSCs modulate instead of rebooting", "MSCs do not restart"),
    ("MSCs are anti-inflammatory and neuroprotective", "MSCs act strongly against inflammation"),
    ("Injected MSCs calm the attack and create a healing environment", "After an injection, MSCs can quieten"),
    ("Trials: MSCs safe, clinical improvement, into the cerebrospinal fluid", "In recent trials, MSCs were reported"),
    ("Especially in progressive forms", "The people who seemed to benefit most from MSCs"),
    ("Stem cell therapy in its forms is a new horizon", "Stem cell therapy comes in more than one form"),
    ("From managing to long-term, treatment-free remission", "Until now the talk was only of managing MS"),
    ("Still evolving and not suitable for everyone", "Stem cell therapies for MS are still being developed"),
    ("A message of hope", "Even so, they give many people with MS new hope."),
    ("Resetting or rebalancing may change the course of MS", "Whether it resets the immune system (aHSCT)"),
]


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(FOLDER / "ms-stem-cell-therapy.md")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("’", "'"))


def quotable(document: Document) -> list[str]:
    return [passage.sentence_text(s) for passage in chunk(document) for s in passage.sentences]


@pytest.mark.parametrize(("statement", "beginning"), STATEMENTS, ids=[statement for statement, _ in STATEMENTS])
def test_a_statement_of_the_source_is_carried_by_one_quotable_unit(
    document: Document, statement: str, beginning: str
) -> None:
    assert sum(unit.startswith(beginning) for unit in quotable(document)) == 1, statement


def test_every_quotable_unit_carries_a_statement_or_leads_in_to_one(document: Document) -> None:
    beginnings = tuple(beginning for _, beginning in STATEMENTS)
    assert [unit for unit in quotable(document) if not unit.startswith(beginnings)] == [
        "The purpose of each stage of aHSCT in short:"
    ]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_no_run_of_eight_words_is_copied_from_the_source(document: Document) -> None:
    seed = words(SEED.read_text(encoding="utf-8").partition("\nReferences\n")[0])
    own = words(document.text[: document.references[0].start])
    copied = {tuple(seed[n : n + COPIED_WORDS]) for n in range(len(seed))}
    assert [run for n in range(len(own)) if (run := tuple(own[n : n + COPIED_WORDS])) in copied] == []


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_the_references_are_those_of_the_source(document: Document) -> None:
    source = [(r.number, r.text.replace("“", '"').replace("”", '"')) for r in read_document(SEED).references]
    assert [(r.number, r.text) for r in document.references] == source


def test_the_reference_list_is_as_healthy_as_its_source_allows(document: Document) -> None:
    assert report(document) == Health(
        document_id="ms-stem-cell-therapy",
        entries=("1", "2", "5", "6"),
        gaps=("3", "4"),
        repeated=(),
        dangling=(),
        uncited=(),
        lost=(),
        without_link=("1", "2", "5", "6"),
        without_date=("1",),
    )


def test_no_cue_speaks_of_what_the_source_leaves_out(document: Document) -> None:
    silent = {line.topic for line in coverage(document) if not line.covered}
    assert silent == {Topic.RISKS, Topic.SIDE_EFFECTS, Topic.COST, Topic.PREGNANCY, Topic.RECOVERY}


def test_every_bundled_document_names_its_title_its_review_its_source_and_its_owner() -> None:
    for document in read_folder(FOLDER):
        assert document.title
        assert document.reviewed
        assert document.source
        assert document.owner


def test_the_document_knows_the_other_names_of_its_treatments(document: Document) -> None:
    assert [group[:2] for group in document.synonyms[:2]] == [("aHSCT", "HSCT"), ("MSC", "MSCs")]
