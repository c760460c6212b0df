"""The forms of the words of a post: number and case, the nominative, the singular."""

from __future__ import annotations

from collections.abc import Sequence

from .tokens import Token, morph, readings

_PLURAL = frozenset(
    """prosecutors ministers presidents justices chiefs heads attorneys chairmen representatives ambassadors
    secretaries directors deputies leaders premiers chairpersons commissioners members judges delegates advisers
    officials envoys speakers dpps generals prosecutor-generals attorney-generals procurator-generals""".split()
)


#: Participles that name an office: what is declined is they, not the noun after them.
_SUBSTANTIVE = frozenset("уполномоченный управляющий заведующий исполняющий".split())


def number_and_case(tokens: Sequence[Token], first: int, last: int) -> tuple[bool, str | None]:
    """Whether the office is named in the plural, and the case of a Russian one."""
    for token in tokens[first:last]:
        low = token.surface.lower()
        if not low.isascii():
            known = readings(low)
            if token.lemma in _SUBSTANTIVE and known:
                return known[0].number == "plur", known[0].case
            noun = next((one for one in known if one.pos == "NOUN"), None)
            if noun is not None:
                plural = all(one.number == "plur" for one in known if one.pos == "NOUN")
                return plural, noun.case
        elif low in _PLURAL or (low.endswith("s") and token.lemma != low and low in ("counterparts", "colleagues")):
            return True, None
    return False, None


def singular(words: str) -> str:
    """Russian words of a post in the singular: "генеральные прокуроры" of one of them."""
    analyser = morph()
    if analyser is None or words.isascii():
        return words
    out, done = [], False
    for word in words.split():
        parsed = analyser.parse(word)[0] if not done else None
        if parsed is not None and parsed.tag.POS in ("NOUN", "ADJF"):
            turned = parsed.inflect({"sing", "nomn"}) if parsed.tag.number == "plur" else None
            done = parsed.tag.POS == "NOUN"
            if turned is not None:
                word = turned.word.capitalize() if word[0].isupper() else turned.word
        out.append(word)
    return " ".join(out)


def nominative(tokens: Sequence[Token]) -> str:
    """The words of a post with its head in the nominative; what follows the head stays in the genitive."""
    analyser = morph()
    out, done = [], False
    for token in tokens:
        surface = token.surface
        if not done and not surface.isascii() and analyser is not None and surface[0].isalpha():
            parsed = next(
                (one for one in analyser.parse(surface) if one.tag.POS in ("NOUN", "ADJF", "ADJS", "PRTF")), None
            )
            if parsed is not None:
                plural = parsed.tag.number == "plur"
                wanted = {"nomn"} | ({"plur"} if plural else {"sing"})
                turned = parsed.inflect(wanted)
                if turned is not None:
                    surface = turned.word.capitalize() if surface[0].isupper() else turned.word
                if parsed.tag.POS == "NOUN":
                    done = True
        out.append(surface)
    text = " ".join(out)
    return text.replace(" - ", "-").replace(" ,", ",").replace(" . ", ". ")
