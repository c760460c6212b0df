"""What a sentence tells of another matter beside an encounter: days and places that are not the encounter's own."""

from __future__ import annotations

from collections.abc import Sequence

from .dates import DateFound
from .document_names import documents_in
from .lexicon import word_set
from .posts import Near
from .scene import Sentence, token_at
from .to_come import of_another
from .tokens import Token, readings
from .triggers import triggers


def own_days(sentence: Sentence, at: int, end: int) -> list[DateFound]:
    """The days of a sentence that may be those of the encounter told at token ``at``, whose words end at ``end``."""
    days = []
    for one in sentence.dates:
        k = token_at(sentence, one.start)
        if not one.value or one.of_document or one.span_of_years or k >= end:
            continue
        if _since(one, sentence) or _until(one, sentence) or _of_other_clause(one, sentence, at):
            continue
        if _of_founding(sentence, k) or _of_what_was_signed(one, sentence, at) or _of_report(one, sentence):
            continue
        if ends_document(one, sentence) or signed_there(sentence, k, at):
            continue
        days.append(one)
    if len(days) > 1:  # "23 November 2021 - Tajikistan yesterday hosted": the first is the day of writing
        days = [one for one in days if not _of_dateline(one, sentence)] or days
    return days


def own_cities(sentence: Sentence, at: int, end: int) -> list[Near]:
    """The cities of a sentence that may be where the encounter told at token ``at`` was."""
    return [
        one
        for one in sentence.near
        if one.kind == "city"
        and one.first < end
        and not of_name(one, sentence)
        and not _of_founding(sentence, one.first)
        and not signed_there(sentence, one.first, at)
        and not _of_embassy(one, sentence)
    ]


#: "In whose course": what such a clause tells belongs to the encounter.
COURSE = frozenset("рамка ход итог результат завершение during within after course".split())


def _since(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date tells since when something goes on: "since their first pact was signed in 1997"."""
    k = token_at(sentence, found.start)
    for j in range(k - 1, max(-1, k - 15), -1):
        if sentence.tokens[j].surface in (",", ";"):
            return False
        if sentence.tokens[j].lemma == "since":
            return k - j >= 3 or len(found.value or "") == 4
    return False


def _until(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date only ends a term: "программа до 2026 года", "a plan through 2026"."""
    k = token_at(sentence, found.start)
    whole = len((found.value or "").removeprefix("--")) in (5, 10)  # "three days until March 27"
    return (
        not whole and k > 0 and sentence.tokens[k - 1].lemma in ("до", "until", "till", "through", "before", "by", "к")
    )


def _of_other_clause(found: DateFound, sentence: Sentence, at: int) -> bool:
    """Whether a date belongs to a clause of another matter: "во исполнение поручения, которое президент дал 3 ноября",
    "после приезда в Москву, где он участвует в форуме, назначенном на 20 ноября"."""
    k = token_at(sentence, found.start)
    tokens = sentence.tokens
    opens = next(
        (
            j
            for j in range(min(k, len(tokens)) - 1, max(0, k - 25), -1)
            if tokens[j].lemma in word_set("cues", "clauses")
        ),
        None,
    )
    if opens is None or opens <= at or any(token.surface == ";" for token in tokens[opens:k]):
        return False
    if of_another(tokens, at, k):
        return True
    told = triggers().told(tokens[opens:k])
    held = any(token.lemma in word_set("cues", "was_held") for token in tokens[opens:k])
    held = held or any(t.surface.lower() in word_set("cues", "was_held_written") for t in tokens[opens:k])
    held = held or any(token.lemma == "venue" for token in tokens[opens:k])
    if held and not tokens[at].surface.isascii() and _comes_after(tokens, at, opens, k):
        return True
    if tokens[opens].surface.isascii():  # "the meeting, which is slated for 4-8 March", "which opens on 29 September"
        sets = word_set("cues", "set_for") | word_set("cues", "opens")
        held = held or any(token.lemma in sets for token in tokens[opens + 1 : min(k, opens + 5)])
    commas = sum(token.surface == "," for token in tokens[opens:k])
    return not told and not held and commas <= 2


def signed_there(sentence: Sentence, k: int, at: int = -1) -> bool:
    """Whether the word at ``k`` is of a clause after ``at`` that tells where or when a document was signed:
    "соглашение, которое было подписано 6 февраля 2018 года в Ташкенте"."""
    tokens = sentence.tokens
    which = next(
        (j for j in range(k - 1, max(at, k - 16), -1) if tokens[j].lemma in ("который", "which", "that")), None
    )
    if which is None or any(token.lemma in COURSE for token in tokens[max(0, which - 2) : which]):
        return False
    between = tokens[which:k]
    signed = any(token.lemma in ("подписать", "заключить", "sign", "conclude") for token in between)
    return signed and not any(token.surface == ";" for token in between)


#: Houses of a state abroad, which are called after the city they stand in.
_MISSIONS = frozenset("embassy commission ambassador consulate consul посольство посол консульство консул".split())


def _of_embassy(one: Near, sentence: Sentence) -> bool:
    """Whether a city only tells which mission is meant: "the Indian High Commission in Islamabad had handed over"."""
    before = [token.lemma for token in sentence.tokens[max(0, one.first - 2) : one.first]]
    return len(before) == 2 and before[0] in _MISSIONS and before[1] in ("in", "to", "в", "at")


def _comes_after(tokens: Sequence[Token], at: int, opens: int, k: int) -> bool:
    """Whether a clause speaks of what is to come, beside a Russian verb of what was: "принимая гостя, сказала о
    подготовке конгресса, который пройдет в 2020 году"."""
    verb = any(one.pos in ("GRND", "VERB") and one.tense != "futr" for one in readings(tokens[at].surface)[:1])
    coming = any(one.tense == "futr" for token in tokens[opens:k] for one in readings(token.surface)[:1])
    return verb and coming and not tokens[at].surface.isascii()


#: How a body is told to have been founded, between commas.
_FOUNDED = frozenset(
    """set establish established found founded create created form formed создать созданный учредить учрежденный
    образовать""".split()
)


def _of_founding(sentence: Sentence, k: int) -> bool:
    """Whether the word at ``k`` tells only when or where a body was founded: "the Council, set up in Baku in 2021, has
    been held in Bishkek"."""
    tokens = sentence.tokens
    first = next((j for j in range(min(k, len(tokens)) - 1, 0, -1) if tokens[j].surface == ","), None)
    body = first is not None and any(token.lemma == "body" for token in tokens[first + 1 : first + 3])
    if first is None or not (body or any(token.surface == "," for token in tokens[k:])):
        return False
    opens = [token.lemma for token in tokens[first + 1 : first + 4]]
    while opens and opens[0] in ("a", "the", "body", "which", "be", "council", "who"):
        opens = opens[1:]
    return bool(opens) and opens[0] in _FOUNDED


def _of_report(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date is only the day on which something was told: "…, 27 октября сообщает пресс-служба", "the High
    Commission posted on Thursday"."""
    k = token_at(sentence, found.start)
    if found.relative and k > 1:
        before = [token.lemma for token in sentence.tokens[max(0, k - 3) : k] if token.lemma not in ("on", "here")]
        if before and before[-1] in word_set("cues", "telling"):
            return True
    k = token_at(sentence, found.end)
    return k < len(sentence.tokens) and sentence.tokens[k].lemma in ("сообщать", "передавать", "сообщить", "передать")


#: How a document that a participle describes is called in English.
_PAPERS = frozenset(
    "agreement memorandum mou pact treaty programme program protocol deal accord convention plan".split()
)
#: What was done with a document on a day of its own.
_DONE = frozenset("подписать подписанный заключить заключенный принять принятый утвердить ратифицировать".split())


def _of_what_was_signed(found: DateFound, sentence: Sentence, at: int) -> bool:
    """Whether a date is of a document that a participle after the cue describes: "подписание программы послужит
    выполнению соглашения, подписанного 6 февраля 2018 года"."""
    k = token_at(sentence, found.start)
    tokens = sentence.tokens
    if any(
        tokens[j].surface in ("signed", "inked", "concluded")
        and j > at
        and _paper_before(tokens, at, j)
        and not any(one.surface in (",", ";") or one.lemma in ("be", "have") for one in tokens[j - 4 : j])
        for j in range(max(1, k - 3), k)
    ):
        return True  # "to put into effect their pact inked in 2012"
    return any(
        token.lemma in _DONE and any(one.pos == "PRTF" and one.case != "nomn" for one in readings(token.surface)[:1])
        for token in sentence.tokens[max(at + 1, k - 4) : k]
    )


def _paper_before(tokens: Sequence[Token], at: int, j: int) -> bool:
    """Whether a document after ``at`` is what the participle at ``j`` describes."""
    if any(one.lemma in _PAPERS for one in tokens[max(at + 1, j - 6) : j]):
        return True
    return any(at < first and last == j for first, last, _ in documents_in(tokens))


def describes_paper(sentence: Sentence, k: int) -> bool:
    """Whether an English participle with a day only says which document is meant: "agreed to develop the memorandum
    between the two offices signed on 27/06/2019"."""
    tokens = sentence.tokens
    if tokens[k].surface not in ("signed", "inked", "concluded"):
        return False
    known = any(
        last == k and first > 2 and tokens[first - 1].surface in ("the", "their")
        for first, last, _ in documents_in(tokens)
    )
    days = [token_at(sentence, one.start) for one in sentence.dates if one.value]
    return known and any(0 < day - k <= 3 for day in days)


def day_of_paper(found: DateFound, sentence: Sentence) -> bool:
    """Whether a day only says which document is meant."""
    k = token_at(sentence, found.start)
    return any(describes_paper(sentence, j) for j in range(max(0, k - 3), min(k, len(sentence.tokens))))


def ends_document(found: DateFound, sentence: Sentence) -> bool:
    """Whether a day ends the name of a document: "the Agreement of A and B on visits of 19 November 2004"."""
    k = token_at(sentence, found.start)
    if k == 0 or sentence.tokens[k - 1].lemma not in ("of", "от") or len(found.value or "") != 10:
        return False
    if any(token.surface in ("№", "No") for token in sentence.tokens[max(0, k - 4) : k]):
        return True  # "из постановления №1054 от 6 августа 2011 года"
    return any(first < k < last for first, last, _ in documents_in(sentence.tokens))


def _of_dateline(found: DateFound, sentence: Sentence) -> bool:
    """Whether a date only opens a sentence, before a dash: the day on which it was written."""
    k = token_at(sentence, found.end)
    tokens = sentence.tokens
    if k + 3 < len(tokens) and tokens[k].surface == "(" and tokens[k + 2].surface == ")":
        k += 3  # "BRUSSELS, 22nd October, 2025 (WAM) – …"
    return token_at(sentence, found.start) <= 3 and k < len(tokens) and tokens[k].surface in "-–—:"


def has_dateline(sentence: Sentence) -> bool:
    """Whether a sentence opens with the place from which it is written: "New Delhi: …", "МОСКВА, 25 мая – …"."""
    first = next((near for near in sentence.near if near.kind == "city"), None)
    if first is None or first.first > 0 or first.last >= len(sentence.tokens):
        return False
    return sentence.tokens[first.last].surface in (",", "(", "[", "/", "–", "—", "-", ":", ".")


def of_name(one: Near, sentence: Sentence) -> bool:
    """Whether a city is part of a body's name."""
    return any(m.first <= one.first < m.last for m in sentence.mentions)
