"""Urgent, personal or smalltalk, before anything is searched."""

import random
import string
import subprocess
import sys
import time
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Kind
from bot.clean import UnusableText, clean
from bot.distortion import Distortion
from bot.hearing import Hearing
from bot.lexicon import FOLDER, Lexicon, LexiconError, shipped
from bot.triage import Triage, triage
from bot.triage_score import Report, read_examples, score

DATA = Path(__file__).parent / "data"
EXAMPLES = tuple(row for path in sorted(DATA.glob("triage_*.jsonl")) for row in read_examples(path))
RECOGNISED = [e.question for e in EXAMPLES if e.kind is Kind.URGENT and (v := triage(e.question)) and v.kind is e.kind]

PERSONAL = ("medicines", "eligibility", "diagnosis", "prognosis")

PLAIN = [
    ("i want to die", Triage(Kind.URGENT, "self_harm")),
    ("ive taken 20 paracetamol", Triage(Kind.URGENT, "overdose")),
    ("my husband hits me", Triage(Kind.URGENT, "abuse")),
    ("i cant breathe", Triage(Kind.URGENT, "emergency")),
    ("my temp is 38.4 since the transplant", Triage(Kind.URGENT, "infection")),
    ("should i stop my tablets", Triage(Kind.PERSONAL, "medicines")),
    ("am i eligible", Triage(Kind.PERSONAL, "eligibility")),
    ("is this a relapse", Triage(Kind.PERSONAL, "diagnosis")),
    ("how long have i got", Triage(Kind.PERSONAL, "prognosis")),
    ("hello", Triage(Kind.SMALLTALK, "greeting")),
    ("ok thanks, bye", Triage(Kind.SMALLTALK, "goodbye")),
    ("hi, who are you?", Triage(Kind.SMALLTALK, "who")),
    ("what are the three steps?", None),
    ("hi, what are the three steps?", None),
    ("...", None),
]

CONTEXT = [
    ("i have a fever", True),
    ("i dont have a fever", False),
    ("no fever but my chest hurts", True),
    ("is fever common after the transplant?", False),
    ("people with ms get fever", False),
    ("is it common that i have a fever now", True),
    ("what if i get a fever", False),
    ("i had a seizure ten years ago", False),
    ("i had a seizure ten years ago and now i am having one again, a seizure", True),
    ("ten years ago i had a seizure", False),
    ("i had a seizure this morning", True),
    ("i cant stop thinking about killing myself", True),
    ("i would never kill myself", False),
    ("how do i kill myself", True),
    ("why do people kill themselves", False),
    ("this fatigue is killing me", False),
    ("i nearly had a heart attack when i saw the bill", False),
    ("my temp is 37.2 since the transplant", False),
    ("my temp is 35.4 since the transplant", True),
    ("my temp is 101.5 since the transplant", True),
    ("i feel awful since the transplant", True),
    ("i feel awful about asking, what is the transplant", False),
]


@pytest.mark.parametrize(("question", "verdict"), PLAIN)
def test_a_plain_message_gets_its_category(question: str, verdict: Triage | None) -> None:
    assert triage(question) == verdict


@pytest.mark.parametrize(("question", "urgent"), CONTEXT)
def test_negation_person_tense_and_generality_decide(question: str, urgent: bool) -> None:
    verdict = triage(question)
    assert (verdict is not None and verdict.kind is Kind.URGENT) is urgent


def test_general_passages_may_follow_eligibility_and_prognosis_only() -> None:
    allowed = {v.category for _, v in PLAIN if v and v.may_show_passages}
    assert allowed == {"eligibility", "prognosis"}


@cache
def report(how: Distortion) -> Report:
    """The development messages, changed in one way, judged once."""
    return score(EXAMPLES, how)


@pytest.mark.parametrize("how", list(Distortion))
def test_the_development_messages_stay_within_their_limits_however_they_arrive(how: Distortion) -> None:
    """The shares that the safety design asks for, on messages that the rules and weights were made with.

    By words alone, as when no model can be loaded. Slips of the keyboard and a place at the end of a story cost some,
    and people's harmless stories raise more alarms than questions do: measured 2026-11, rounded up.
    """
    judged = {row.label: row for row in report(how).kinds}
    harder = how in {Distortion.TYPOS, Distortion.LAST_LINE}
    limits = {
        "urgent": 0.06 if harder else 0.01,
        "personal": 0.15 if harder else 0.10,
        "smalltalk": 0.12 if harder else 0.07,
    }
    wrong = {label: 1 - judged[label].share_right for label in limits if label in judged}
    assert {label: share for label, share in wrong.items() if share > limits[label]} == {}
    harmless = judged["harmless"]
    for kind in (Kind.URGENT, Kind.PERSONAL):
        alarms = sum(verdict is not None and verdict.kind is kind for _, verdict in harmless.wrong)
        assert alarms / harmless.total <= (0.14 if harder else 0.065), kind


@pytest.mark.model
def test_with_the_second_opinion_the_development_messages_stay_within_what_is_asked() -> None:
    judged = {row.label: row for row in score(EXAMPLES[::9], decide=partial(triage, second=Hearing.load())).kinds}
    wrong = {label: 1 - judged[label].share_right for label in ("urgent", "personal", "smalltalk")}
    assert {label: share for label, share in wrong.items() if share > 0.05} == {}
    for kind in (Kind.URGENT, Kind.PERSONAL):
        alarms = sum(verdict is not None and verdict.kind is kind for _, verdict in judged["harmless"].wrong)
        assert alarms / judged["harmless"].total <= 0.05, kind


def hostile_texts() -> dict[str, str]:
    chance = random.Random(1)
    words = sorted(shipped().speller.words)
    noise = ("".join(chance.choices("etaoinsr", k=size)) for size in chance.choices(range(3, 12), k=500))
    return {
        "one letter": "a " * 1000,
        "lexicon words": " ".join(chance.choices(words, k=400))[:2000],
        "almost words": " ".join(word[1:] + "e" for word in chance.choices(words, k=400))[:2000],
        "noise": " ".join(noise)[:2000],
        "letters": "".join(chance.choices(string.ascii_lowercase + " ", k=2000)),
        "short sentences": "i have. my " * 181,
        "no blanks": "chestpain" * 222,
        "questions": "is fever common after a transplant " * 57,
        "punctuation": ".?!," * 500,
    }


@pytest.mark.parametrize(("name", "text"), hostile_texts().items())
def test_two_thousand_hostile_characters_take_at_most_five_milliseconds(name: str, text: str) -> None:
    triage(text)
    times = []
    for _ in range(15):
        start = time.process_time()
        triage(text)
        times.append(time.process_time() - start)
    assert min(times) <= 0.005, name


def test_twice_the_text_takes_about_twice_the_time() -> None:
    def seconds(text: str) -> float:
        times = []
        for _ in range(9):
            start = time.process_time()
            triage(text)
            times.append(time.process_time() - start)
        return min(times)

    text = hostile_texts()["noise"]
    assert seconds(text * 2) <= 4 * seconds(text)  # 2 when linear; the rest is for a busy machine


def test_triage_loads_no_model_no_index_and_nothing_that_computes_vectors() -> None:
    code = (
        "import sys, bot.triage\n"
        "assert bot.triage.triage('i want to die').category == 'self_harm'\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'torch', 'faiss', 'sentence_transformers', 'index', 'web', 'sqlalchemy', 'numpy'}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_once_read_the_lexicon_needs_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    triage("warm")

    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("builtins.open", broken)
    monkeypatch.setattr(Path, "read_text", broken)
    assert triage("i cant breathe") == Triage(Kind.URGENT, "emergency")


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=300))
def test_any_text_that_is_clean_gets_a_verdict(text: str) -> None:
    try:
        usable = clean(text)
    except UnusableText:
        return
    assert triage(usable) is None or isinstance(triage(usable), Triage)


@settings(max_examples=80, deadline=None)
@given(
    question=st.sampled_from(RECOGNISED),
    hidden=st.lists(
        st.tuples(st.integers(0, 80), st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e")), max_size=20
    ),
    capitals=st.integers(0, 2**80),
)
def test_hidden_letters_and_capitals_never_lose_an_emergency(
    question: str, hidden: list[tuple[int, str]], capitals: int
) -> None:
    letters = [c.upper() if capitals >> index & 1 and c.upper().lower() == c else c for index, c in enumerate(question)]
    for place, invisible in hidden:
        letters.insert(min(place, len(letters)), invisible)
    verdict = triage(clean("".join(letters)))
    assert verdict is not None
    assert verdict.kind is Kind.URGENT


def test_every_sign_of_the_lexicon_names_what_it_is_and_its_source() -> None:
    signs = [sign for category in shipped().categories for sign in category.signs]
    assert [sign for sign in signs if not (sign.what and sign.source and sign.phrases)] == []


def test_the_most_urgent_category_comes_first() -> None:
    names = [category.name for category in shipped().categories]
    assert names == ["self_harm", "overdose", "abuse", "emergency", "infection", *PERSONAL]


def copy_of_the_lexicon(folder: Path) -> Path:
    for path in FOLDER.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("abuse.toml", "[", r"abuse\.toml: not a readable lexicon"),
        (
            "abuse.toml",
            'rank = 3\nexcused_by = []\n[[signs]]\nwhat = "x"\n',
            r"abuse\.toml: lacks or misnames 'source'",
        ),
        ("abuse.toml", 'kind = "rude"\nrank = 3\nexcused_by = []\nsigns = []\n', r"abuse\.toml: .*'rude'"),
        (
            "abuse.toml",
            'kind = "urgent"\nrank = 3\nexcused_by = ["tuesday"]\n'
            '[[signs]]\nwhat = "x"\nsource = "y"\nphrases = "hits me"\n',
            r"abuse\.toml: .*tuesday",
        ),
        (
            "abuse.toml",
            'kind = "urgent"\nrank = 3\nexcused_by = []\n[[signs]]\nwhat = "x"\nsource = "y"\nphrases = "@nobody me"\n',
            r"abuse\.toml: .*nobody",
        ),
    ],
)
def test_a_damaged_lexicon_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (copy_of_the_lexicon(tmp_path) / name).write_text(text)
    with pytest.raises(LexiconError, match=message):
        Lexicon.read(tmp_path)


def test_a_missing_context_file_is_named(tmp_path: Path) -> None:
    (copy_of_the_lexicon(tmp_path) / "context.toml").unlink()
    with pytest.raises(LexiconError, match=r"wanted \['context'\]"):
        Lexicon.read(tmp_path)


def test_a_clinic_may_read_its_own_lexicon(tmp_path: Path) -> None:
    path = copy_of_the_lexicon(tmp_path) / "abuse.toml"
    path.write_text(path.read_text().replace("rape\n", "rape\ngreen teapot\n"))
    assert (triage("the green teapot"), triage("the green teapot", Lexicon.read(tmp_path))) == (
        None,
        Triage(Kind.URGENT, "abuse"),
    )
