"""Declarations, reservations and objections: which act each is, what it concerns, whom it answers.

An objection opposes the treaty's entry into force between the two states only
where it says so definitely (VCLT art. 20(4)(b)); the register's texts mostly
say that it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .register import Statement

_RESERVES = re.compile(
    r"\breserv(?:ation|ations|es the right|e)\b|does not consider itself bound|do not consider themselves bound|"
    r"not (?:be )?bound by|will not apply|shall not apply|declares? that it excludes",
    re.IGNORECASE,
)
_BACK = re.compile(r"withdr(?:a|e)w", re.IGNORECASE)
_ARTICLES = re.compile(
    r"\b[Aa]rticles?\s+(?P<list>\d+(?:\s*\(?\w{0,3}\)?)*(?:(?:,|\s+and|\s+to|\s*[-–])\s*\d+(?:\s*\(\w{1,3}\))*)*)"
)
_NUMBERS = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.;!?”\"])\s+")
#: "This objection does not preclude the entry into force", in the many ways in which it is written.
_BARS = re.compile(r"preclud|prevent|obstacle|impediment|\baffect|prejudice|hinder", re.IGNORECASE)
_FORCE = re.compile(
    r"entry[\s-]+into[\s-]+force|\bin\s+force\b|into\s+force|become\s+operative|becomes\s+operative", re.IGNORECASE
)
_NOT = re.compile(r"\bnot|without|\bnor\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"(?:not\s+consider|refus\w+\s+to\s+consider)[^.]{0,160}?(?:\bin\s+force\b|\bbound\b)[^.]{0,80}?\bbetween\b|"
    r"not\s+(?:enter|come)\s+into\s+force\s+(?:as\s+)?between|oppos\w+\s+(?:to\s+)?the\s+entry\s+into\s+force",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Meaning:
    """The class of action that a statement is, the articles it names, and where known whether it opposes force.

    ``sentence`` is the one that says so: it may name the one state that it is said of.
    """

    kind: str
    articles: tuple[str, ...] = ()
    opposes: bool | None = None
    sentence: str = ""


def meaning_of(statement: Statement) -> Meaning:
    """What a statement is, by its section, heading and first words."""
    text = f"{statement.heading}\n{statement.text}"
    articles = articles_in(text)
    if statement.section == "objection":
        return Meaning("objection", articles, *opposes_force(text))
    if statement.section == "recognition":
        return Meaning("declaration", articles)
    heading = statement.heading or statement.text[:60]
    lowered = heading.lower()
    if "reserv" in lowered:
        return Meaning("reservation", articles)
    if "declaration" in lowered or "understanding" in lowered or "statement" in lowered:
        return Meaning("declaration", articles)
    return Meaning("reservation" if _RESERVES.search(statement.text) else "declaration", articles)


def opposes_force(text: str) -> tuple[bool | None, str]:
    """Whether an objection opposes entry into force between the two, and the sentence; None where it does not say."""
    answer: tuple[bool | None, str] = (None, "")
    for sentence in _SENTENCE.split(" ".join(text.split())):
        if not _FORCE.search(sentence):
            continue
        if _BARS.search(sentence):
            if _NOT.search(sentence):
                return False, sentence
            answer = (True, sentence)
        elif _REFUSED.search(sentence):
            answer = (True, sentence)
        elif re.search(r"without\b[^.]*\bbenefi", sentence, re.IGNORECASE):
            return False, sentence
    return answer


def articles_in(text: str) -> tuple[str, ...]:
    """The numbers of the articles that a text names, each once, in its order."""
    found: dict[str, None] = {}
    for match in _ARTICLES.finditer(text):
        # Paragraphs stand in brackets: "article 5 (c)"; only the article itself is compared.
        for number in _NUMBERS.findall(re.sub(r"\([^)]*\)", "", match["list"])):
            found[number] = None
    return tuple(found)


def upon_signature(statement: Statement) -> bool:
    """Whether the heading says that it was made when signing."""
    return statement.heading.lower().startswith(("upon signature", "made upon signature"))
