"""What an institutional page says of a body: aims, members, rhythm, rotation, hosts by year, founding instruments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .document_names import documents_in
from .gatherings import Body, BodyFound
from .gazetteer import Gazetteer
from .reading import BodyTold, Span
from .scene import Scene, Sentence
from .tokens import Token

#: The head of a list of aims.
_AIMS = re.compile(
    r"(?:основн\w+\s+)?(?:цел\w+|задач\w+|направлени\w+)[^.\n]{0,60}:?\s*$|"
    r"(?:main |key )?(?:aims|objectives|goals|tasks|purposes)[^.\n]{0,60}:?\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:\(?([а-яa-z]|\d{1,2})\)|(\d{1,2})\.|([•–—-]))\s+", re.IGNORECASE)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\b")
_DEFINES = re.compile(
    r"\s[—–-]\s*(?:это\s+)?\w+|являе\w+\s|\bis (?:a|an|the)\b[^.]{0,60}\b(?:body|mechanism|forum|organ|council)",
    re.IGNORECASE,
)
_RHYTHM = (
    ("annual", re.compile(r"ежегодн|раз в год|один раз в год|\bannual(?:ly)?\b|once a year|every year", re.IGNORECASE)),
    ("biannual", re.compile(r"два раза в год|дважды в год|twice a year|раз в полгода", re.IGNORECASE)),
    ("biennial", re.compile(r"раз в два года|every two years|biennial", re.IGNORECASE)),
)
_ROTATION = (
    (
        "russian-alphabet",
        re.compile(r"в порядке русского алфавита|русск\w+ алфавит\w*|Russian alphabet", re.IGNORECASE),
    ),
    ("english-alphabet", re.compile(r"английск\w+ алфавит\w*|English alphabet|in alphabetical order", re.IGNORECASE)),
)
_SINCE = re.compile(r"(?:\bс|начиная с|since|from)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_MEMBERS = re.compile(
    r"(?:член\w+|участник\w+)[^.\n]{0,50}(?:являются|входят|:)|members? (?:are|include|:)|comprises", re.IGNORECASE
)


def bodies_told(scene: Scene, known: Gazetteer) -> list[BodyTold]:
    """The bodies that a page describes: at most one, where it says more than that a session was held."""
    found = _subject(scene)
    if found is None:
        return []
    sentence, body = found
    document = scene.document
    told = BodyTold(body.name, body.thing, document.span(sentence.start, sentence.end))
    _aims(told, scene)
    _rules(told, scene)
    _hosts(told, scene)
    _members(told, scene)
    _hosting_members(told, scene)
    if not (told.aims or told.hosts or told.rotation or (told.rhythm and told.since)):
        return []
    _instruments(told, scene, known)
    return [told]


def _subject(scene: Scene) -> tuple[Sentence, Body] | None:
    """The body that the page is about: defined in a sentence, or named in the first ones of a page with aims."""
    named = [(sentence, body) for sentence in scene.sentences for body in sentence.bodies]
    for sentence, body in named:
        if _DEFINES.search(scene.document.text[_after(sentence, body) : sentence.end][:80]):
            return sentence, body.body
    return None if not named else (named[0][0], named[0][1].body)


def _after(sentence: Sentence, body: BodyFound) -> int:
    return sentence.tokens[body.last - 1].end


def _aims(told: BodyTold, scene: Scene) -> None:
    text = scene.document.text
    inside = False
    count = 0
    for start, end in scene.document.paragraphs:
        line = text[start:end]
        item = _ITEM.match(line)
        if inside and item:
            count += 1
            letter = (item[1] or item[2] or str(count)).lower()
            span = scene.document.span(start, end)
            told.aims.append((letter, span))
            topics = {
                hit.topic for sentence in scene.sentences if start <= sentence.start < end for hit in sentence.topics
            }
            told.aim_topics[letter] = sorted(topics)
            continue
        inside = bool(_AIMS.search(line)) or (inside and not line.strip())


def _rules(told: BodyTold, scene: Scene) -> None:
    for sentence in scene.sentences:
        text = scene.document.text[sentence.start : sentence.end]
        span = scene.document.span(sentence.start, sentence.end)
        if not _of_body(sentence):
            continue
        for concept, pattern in _RHYTHM:
            if told.rhythm is None and pattern.search(text):
                since = _SINCE.search(text)
                if since is not None:
                    told.since = (since[1], span)
                if since is not None or "Ежегодн" not in text:
                    told.rhythm = (concept, span)
        for concept, pattern in _ROTATION:
            if told.rotation is None and pattern.search(text):
                told.rotation = (concept, span)


def _of_body(sentence: Sentence) -> bool:
    return bool(sentence.bodies) or sentence.has(
        "встреча", "заседание", "совещание", "совет", "meeting", "session", "council"
    )


def _hosts(told: BodyTold, scene: Scene) -> None:
    """Hosts by year: a state and the years after it, or a year and the state after it, in a list."""
    for sentence in scene.sentences:
        years = [k for k, token in enumerate(sentence.tokens) if _YEARS.fullmatch(token.surface)]
        states = [one for one in sentence.near if one.kind in ("state", "city")]
        if len(years) < 3 or len({one.code for one in states}) < 2:
            continue
        for n, one in enumerate(states):
            until = states[n + 1].first if n + 1 < len(states) else len(sentence.tokens)
            mine = [k for k in years if one.last <= k < until and _near(sentence.tokens, one.last, k)]
            if not mine:
                continue
            span = scene.document.span(sentence.tokens[one.first].start, sentence.tokens[mine[-1]].end)
            for k in mine:
                told.hosts.append((sentence.tokens[k].surface, one.code, span))


def _hosting_members(told: BodyTold, scene: Scene) -> None:
    """Who hosted "in one of the member states" is a member: one step of inference."""
    if told.members or not any(
        sentence.has("государство-член", "член", "member")
        and any(_YEARS.fullmatch(token.surface) for token in sentence.tokens)
        for sentence in scene.sentences
    ):
        return
    for _, state, span in told.hosts:
        if all(state != code for code, _ in told.members):
            told.members.append((state, span))


def _near(tokens: Sequence[Token], first: int, k: int) -> bool:
    """Only years, commas and short words stand between a state and its year."""
    return all(
        not token.word or token.lemma in ("в", "и", "г", "гг", "год", "in", "and", "кнр", "также")
        for token in tokens[first:k]
    )


def _members(told: BodyTold, scene: Scene) -> None:
    for sentence in scene.sentences:
        text = scene.document.text[sentence.start : sentence.end]
        if not _MEMBERS.search(text) or not sentence.bodies:
            continue
        states = [one for one in sentence.near if one.kind == "state"]
        if len({one.code for one in states}) < 3:
            continue
        for one in states:
            span = scene.document.span(sentence.tokens[one.first].start, sentence.tokens[one.last - 1].end)
            if all(code != one.code for code, _ in told.members):
                told.members.append((one.code, span))


def _instruments(told: BodyTold, scene: Scene, known: Gazetteer) -> None:
    for sentence in scene.sentences:
        for words, thing, span in instruments_in(sentence, scene, known):
            if thing is not None and any(other == thing for _, other, _ in told.instruments):
                continue
            told.instruments.append((words, thing, span))


def instruments_in(sentence: Sentence, scene: Scene, known: Gazetteer) -> list[tuple[str, str | None, Span]]:
    """Instruments named in a sentence: (words, thing of the graph, place); the unknown ones only with a proper name."""
    out: list[tuple[str, str | None, Span]] = []
    tokens = sentence.tokens
    taken: set[int] = set()
    for first, last, things in known.instruments.find(tokens):
        taken.update(range(first, last))
        out.append(_named(tokens, first, last, things[0], scene))
    for first, last, noun in documents_in(tokens):
        if any(k in taken for k in range(first, last)) or noun not in _TREATY_NOUNS:
            continue
        of_organisation = noun in ("конвенция", "convention") and any(
            near.kind == "organisation" and first < near.first < first + 3 for near in sentence.near
        )
        if (
            not (tokens[first].capital or of_organisation)
            or last - first < 3
            or (first == 0 and noun not in ("конвенция", "convention"))
        ):
            continue
        out.append(_named(tokens, first, last, None, scene))
    return out


_TREATY_NOUNS = frozenset(
    """конвенция договор соглашение устав хартия протокол меморандум программа convention treaty agreement charter
    protocol memorandum statute програма""".split()
)


def _named(
    tokens: Sequence[Token], first: int, last: int, thing: str | None, scene: Scene
) -> tuple[str, str | None, Span]:
    start, end = tokens[first].start, tokens[last - 1].end
    return scene.document.text[start:end], thing, scene.document.span(start, end)
