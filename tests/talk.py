"""A small library to hold conversations about: two leaflets, made by hand, and turns over them."""

from pathlib import Path

from bot.answer import Kind, Turn
from bot.conversation.library import Library
from corpus.chunker import chunk
from corpus.reader import read_text

DIALYSIS = """---
id: dialysis
title: Dialysis at home or in hospital
synonyms:
  - [peritoneal dialysis, belly dialysis, PD]
---
Two kinds of dialysis
Haemodialysis (HD) cleans the blood in a machine beside the bed. Peritoneal dialysis cleans it inside the belly.

Comparing them
| | Haemodialysis | Peritoneal dialysis |
| Place | The hospital, three days a week | At home, every night |
| Travel | A taxi is paid for | Bags can be sent ahead |

Learning an exchange
An exchange is learnt in a week. These are its steps:
1. Washing: wash both hands for a minute.
2. Draining: let the old fluid run out for 20 minutes.
3. Filling: let the new bag run in.

Swimming
Swimming in the sea is fine once the skin has closed. Public pools are not.
"""

IRON = """---
id: iron
title: Iron tablets
---
Taking them
Ferrous sulfate is taken on an empty stomach. Tea should wait for an hour.

Which tablets there are
| Tablet | Times a day | Common trouble |
| Ferrous sulfate | twice | black stools |
| Ferrous fumarate | three times | constipation |
"""


def make_library(*texts: str) -> Library:
    documents = [read_text(text, Path("leaflet.txt")) for text in texts or (DIALYSIS, IRON)]
    return Library.of(documents, [passage for document in documents for passage in chunk(document)])


def shown(library: Library, words: str) -> tuple[str, ...]:
    """The ids of the passages that hold these words."""
    return tuple(each for each, passage in library.passages.items() if words in passage.text)


def answered(library: Library, question: str, words: str, understood_as: str | None = None) -> Turn:
    """A turn that was answered with the passages that hold these words."""
    return Turn(question, understood_as, Kind.ANSWERED, shown(library, words))
