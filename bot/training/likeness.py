"""How the weights of `lexicon/likeness.tsv` are made: labelled messages → features → logistic regression → a table.

    python -m bot.training.likeness tests/data/triage_*.jsonl --harmless QUESTIONS.jsonl…

QUESTIONS.jsonl are ordinary questions of patients to documents (field `question`), or conversations of such (`turns`,
of which `label` tells small talk); those that the rules stop are left out. Thresholds come from five-fold
cross-validation.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.answer import Kind
from bot.lexicon import FOLDER, Lexicon, shipped
from bot.likeness import BIAS, EDGE, SCALE, ending_features, stems
from bot.triage import context, ruled
from bot.triage_score import Example, read_examples

HARMLESS = "harmless"
TALK_INTENTS = frozenset(
    [
        "APPRECIATION",
        "CAPABILITIES",
        "CRITICISM",
        "FEEDBACK",
        "GREETINGS_DAY",
        "PRESENCE",
        "THANKS",
        "are_you_a_bot",
        "change_ai_name",
        "change_user_name",
        "do_you_have_pets",
        "fun_fact",
        "goodbye",
        "greeting",
        "how_old_are_you",
        "maybe",
        "no",
        "repeat",
        "tell_joke",
        "thank_you",
        "user_name",
        "what_are_your_hobbies",
        "what_can_i_ask_you",
        "what_is_your_name",
        "where_are_you_from",
        "who_do_you_work_for",
        "who_made_you",
        "yes",
    ]
)
"""Intents of public collections that are small talk, and not needed: our own labels it by its tone."""
OTHER_TALK = "ok"  # small talk that the rules do not know is one class, answered as an "ok" is
SEEN = 4  # messages that a feature must stand in; rarer ones are chance
LOOSENESS = 10.0  # C of the regression; 30 was no better on messages by another writer
SMALLEST = 12  # hundredths; smaller weights change no verdict
FALSE_ALARMS = {Kind.URGENT: 0.04, Kind.PERSONAL: 0.04, Kind.SMALLTALK: 0.01}  # of harmless examples, cross-validated
ORDINARY_ALARMS = {Kind.URGENT: 0.025, Kind.PERSONAL: 0.03, Kind.SMALLTALK: 0.002}  # of ordinary questions, likewise


def rows(question: str, lexicon: Lexicon) -> dict[str, float]:
    """The features of a message with their values, words' ones divided by the root of its length."""
    words, marks = context(question, lexicon)
    found: Counter[str] = Counter()
    roots = stems(words)
    before, last = EDGE, EDGE
    for word in words:
        found.update(ending_features(before, last, word, lexicon.likeness.concepts, roots))
        before, last = last, word
    return {**{name: count / math.sqrt(len(words)) for name, count in found.items()}, **dict.fromkeys(marks, 1.0)}


def label(example: Example) -> str:
    """The class of an example: `kind:category`; small talk is one class."""
    if example.kind is None:
        return HARMLESS
    return f"{example.kind}:{OTHER_TALK if example.kind is Kind.SMALLTALK else example.category}"


def matrix(messages: Sequence[dict[str, float]], names: Sequence[str]) -> csr_matrix:
    """float64 (messages, names)."""
    column = {name: place for place, name in enumerate(names)}
    cells = [
        (r, column[name], value) for r, row in enumerate(messages) for name, value in row.items() if name in column
    ]
    r, c, values = zip(*cells, strict=True)
    return csr_matrix((values, (r, c)), (len(messages), len(names)))


def threshold(shares: NDArray[np.float64], harmless: NDArray[np.bool_], alarms: float) -> float:
    """The share that at most `alarms` of the harmless messages reach."""
    return float(np.quantile(shares[harmless], 1 - alarms))


def train(messages: Sequence[str], labels: Sequence[str], ordinary: Sequence[str], lexicon: Lexicon) -> str:
    """The table as text, from labelled messages and ordinary questions."""
    found = [rows(message, lexicon) for message in (*messages, *ordinary)]
    seen = Counter(name for row in found for name in row)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    x, y = matrix(found, names), np.array([*labels, *[HARMLESS] * len(ordinary)])
    model = LogisticRegression(C=LOOSENESS, max_iter=400)
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    predicted = cross_val_predict(model, x, y, cv=folds, method="predict_proba")
    model.fit(x, y)
    classes = [str(name) for name in model.classes_]
    asked = np.arange(len(y)) >= len(messages)
    limits = {}
    for kind in FALSE_ALARMS:
        shares = predicted[:, [name.split(":")[0] == kind for name in classes]].sum(1)
        hard = threshold(shares, (y == HARMLESS) & ~asked, FALSE_ALARMS[kind])
        limits[kind] = max(hard, threshold(shares, asked, ORDINARY_ALARMS[kind]))
    return table(classes, names, model, limits)


def table(classes: Sequence[str], names: Sequence[str], model: Any, limits: dict[Kind, float]) -> str:
    """Comment, thresholds, classes, then a feature a line with its weights in hundredths."""
    weights = {BIAS: model.intercept_, **dict(zip(names, model.coef_.T, strict=True))}
    whole = {name: np.rint(SCALE * row).astype(int) for name, row in weights.items()}
    lines = [
        "# Weights in hundredths per feature and class, trained from labelled messages; made by",
        "#   " + (__doc__ or "").split("\n")[2].strip(),
        "thresholds\t" + "\t".join(f"{kind}={share:.3f}" for kind, share in limits.items()),
        "feature\t" + "\t".join(classes),
    ]
    lines += [f"{name}\t" + "\t".join(map(str, row)) for name, row in whole.items() if abs(row).max() >= SMALLEST]
    return "\n".join(lines) + "\n"


def ordinary_questions(paths: Sequence[Path], lexicon: Lexicon) -> list[str]:
    """What these files hold that is no small talk and no case for fixed words, without what the rules stop.

    A line is a question, a conversation of `turns`, or an utterance with an `intent` (CLINC150, HINT3).
    """
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    turns = [turn for line in lines for row in [json.loads(line)] for turn in row.get("turns", [row])]
    asked = [
        turn.get("question") or turn["text"]
        for turn in turns
        if turn.get("label") != str(Kind.SMALLTALK) and turn.get("intent") not in TALK_INTENTS
    ]
    return [question for question in asked if not ruled(question, lexicon)]


def main() -> None:
    """Train on the files named on the command line and write the shipped table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("examples", nargs="+", type=Path)
    parser.add_argument("--harmless", type=Path, required=True, nargs="+")
    given = parser.parse_args()
    examples = [example for path in given.examples for example in read_examples(path)]
    texts = [example.question for example in examples]
    ordinary = ordinary_questions(given.harmless, shipped())
    made = train(texts, [label(example) for example in examples], ordinary, shipped())
    (FOLDER / "likeness.tsv").write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
