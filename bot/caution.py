"""How careful a clinic wants its answers to be."""

from enum import StrEnum


class Caution(StrEnum):
    """The trade-off between answering too much and refusing too much."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    GENEROUS = "generous"
