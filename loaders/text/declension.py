"""The case forms of Russian names of places, by rules of spelling: no dictionary knows them all.

A rule gives a form too many rather than one too few ("Сиани" and "Сиане"): a
form that nobody writes is never met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: Names in -и that are plural, and names in -ы that are not.
_PLURAL = frozenset("салоники ессентуки".split())
_SINGULAR = frozenset("алматы мары".split())
#: Names whose forms the rules would miss.
_OWN = {
    "орел": ("орел", "орла", "орлу", "орел", "орлом", "орле"),
    "египет": ("египет", "египта", "египту", "египет", "египтом", "египте"),
    "маврикий": ("маврикий", "маврикия", "маврикию", "маврикий", "маврикием", "маврикии"),
}
_ADJECTIVES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("кий", "гий", "хий"), ("ий", "ого", "ому", "ий", "им", "ом")),
    (("ний",), ("ий", "его", "ему", "ий", "им", "ем")),
    (("ный", "вый", "лый", "рый", "тый"), ("ый", "ого", "ому", "ый", "ым", "ом")),
    (("ая",), ("ая", "ой", "ой", "ую", "ой", "ой")),
    (("ое",), ("ое", "ого", "ому", "ое", "ым", "ом")),
    (("ые",), ("ые", "ых", "ым", "ые", "ыми", "ых")),
    (("кие", "ние"), ("ие", "их", "им", "ие", "ими", "их")),
)
_HARD = "гкх"
Forms = tuple[str, ...]


def forms(name: str) -> set[str]:
    """All case forms of a name, in lower case and with е for ё.

    The adjectives before the first noun and that noun are declined; of two
    nouns also the second ("Босния и Герцеговина").
    """
    words = plain(name).split()
    if len(words) == 1:
        return {form for one in _word(words[0]) for form in one}
    found: set[str] = set()
    noun = next((i for i, word in enumerate(words) if adjective(word) is None), len(words) - 1)
    moving = {*range(noun + 1)}
    for declined in (moving, {*moving, len(words) - 1}):
        choices = [_word(word) if i in declined else [(word,) * 6] for i, word in enumerate(words)]
        found |= set(_aligned(choices))
    return found


def plain(name: str) -> str:
    """Lower case, е for ё."""
    return name.lower().replace("ё", "е")


def adjective(word: str) -> Forms | None:
    """The case forms of a word that looks like an adjective, None of another."""
    for endings, cases in _ADJECTIVES:
        if word.endswith(endings) and len(word) > 4:
            stem = word[: -len(cases[0])]
            return tuple(stem + one for one in cases)
    return None


def adjective_forms(word: str) -> set[str]:
    """All forms of an adjective in -ский, of every gender and number."""
    stem = plain(word)[:-2]
    return {stem + ending for ending in "ий ая ое ие ого ой ую им ых ими ом ому ою".split()}


def _aligned(choices: Sequence[Sequence[Forms]]) -> Iterator[str]:
    """Phrases whose words all stand in the same case."""
    for case in range(6):
        phrases = [""]
        for choice in choices:
            phrases = [f"{phrase} {one[case]}" for phrase in phrases for one in choice]
        yield from (phrase.strip() for phrase in phrases)


def _word(word: str) -> list[Forms]:
    """The ways to decline a word, each in the six cases of a school grammar, the nominative first."""
    if "-" not in word:
        return _simple(word)
    if "-на-" in word:
        first, rest = word.split("-", 1)
        return [tuple(f"{form}-{rest}" for form in one) for one in _simple(first)]
    head, last = word.rsplit("-", 1)
    ways = [tuple(f"{head}-{form}" for form in one) for one in _simple(last)]
    if adjective(last) is not None:
        ways += [tuple(f"{a}-{b}" for a, b in zip(one, adjective(last) or (), strict=True)) for one in _simple(head)]
    return ways


def _simple(word: str) -> list[Forms]:
    own = _OWN.get(word)
    if own is not None:
        return [own]
    shaped = adjective(word)
    if shaped is not None:
        return [shaped]
    stem, end = word[:-1], word[-1]
    still = (word,) * 6
    if word in _SINGULAR or len(word) < 3:
        return [still]
    if end == "ы" or word in _PLURAL:
        return [tuple(stem + one for one in (end, genitive, "ам", end, "ами", "ах")) for genitive in ("", "ов", "ев")]
    if end in "иуэ":
        return [still]
    if end == "а":
        genitive = "и" if stem[-1] in _HARD + "жшчщ" else "ы"
        ways: list[Forms] = [
            (word, stem + genitive, stem + "е", stem + "у", stem + one, stem + "е") for one in ("ой", "ей")
        ]
        return [*ways, still] if stem[-1] in "аеиоуэюя" else ways
    if end == "я":
        locative = stem + ("и" if stem[-1] == "и" else "е")
        return [(word, stem + "и", locative, stem + "ю", stem + "ей", locative)]
    if end == "ь":
        masculine = (word, stem + "я", stem + "ю", word, stem + "ем", stem + "е")
        return [(word, stem + "и", stem + "и", word, word + "ю", stem + "и"), masculine]
    if end == "й":
        return [(word, stem + "я", stem + "ю", word, stem + "ем", stem + "е")]
    if end == "о":
        return [(word, stem + "а", stem + "у", word, stem + "ом", stem + "е"), still]
    if end == "е":
        return [(word, stem + "я", stem + "ю", word, stem + "ем", stem + "е"), still]
    if word.endswith("ец"):
        short = word[:-2] + ("ьц" if word[-3] == "л" else "ц")
        return [(word, short + "а", short + "у", word, short + "ом", short + "е")]
    return [(word, word + "а", word + "у", word, word + one, word + "е") for one in ("ом", "ем")]
