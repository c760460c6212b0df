"""Which encounter a signed document belongs to: the one that its sentence tells, or the main one before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .attendance import of_earlier
from .cues import Cue, own_words
from .document_names import document_set, documents_in
from .drafts import Draft, earlier
from .listings import announces, goes_on, listed_in, resumes
from .scene import Scene, Sentence
from .signed import Signed, named_in, signed_in, signing_at, signs_it
from .signing_acts import REPORTED
from .to_come import is_planned
from .triggers import triggers


def sign(drafts: Sequence[Draft], scene: Scene) -> None:
    """Documents signed go to the encounter whose sentence tells it, or to the main one before it."""
    front = [one for one in drafts if not one.planned]
    shortened: list[tuple[Draft, Signed]] = []
    owned: Draft | None = None  # whose documents are being listed
    for sentence in scene.sentences:
        if owned is None and resumes(sentence, scene) and any(one.documents for one in front):
            owned = _main_before(front, sentence)
        if owned is not None and goes_on(sentence, scene):
            for signed in listed_in(sentence, scene):
                _add_document(owned, signed)
            continue
        owned = None
        past = any(cue.background for one in front for cue in one.cues if cue.sentence is sentence) or (
            bool(triggers().marked("background", sentence.tokens))
        )
        mine = [one for one in front if one.tells(sentence)]
        if mine and not all(one.background for one in mine):
            # A sentence that only goes on about it ("a programme was signed last summer") may look back.
            past = past and not any(
                cue.verb
                for one in mine
                for cue in [cue for cue in one.cues if not cue.sentence.title][:1] or one.cues[:1]
                if cue.sentence is sentence
            )
        elif not past and front:
            past = of_earlier(sentence, front, scene)
        for signed in signed_in(sentence, scene):
            before_that = past or _of_another_day(signed, mine or front, sentence, scene)
            if (before_that and not any(one.background for one in mine)) or _told_in_clause(mine, sentence):
                continue
            owner = _telling(mine, sentence, adopted=signed.rule == "adopting")
            if owner is None:
                owner = _main_before(front, sentence)
            if owner is None:
                continue
            if sentence.title:
                shortened.append((owner, signed))
            else:
                _add_document(owner, signed)
        if not past and not sentence.title and announces(sentence):
            owned = _telling([one for one in mine if not one.background], sentence) or _main_before(front, sentence)
    told = any(one.documents for one in front if not one.background)
    for owner, signed in shortened:
        if not told:
            _add_document(owner, signed)
    for one in front:
        if not one.documents and not one.background:
            _add_named_before(one, scene)
            if not any(other.documents for other in front if other is not one and _told_together(one, other)):
                _add_statement(one, scene)


def _telling(mine: Sequence[Draft], sentence: Sentence, adopted: bool = False) -> Draft | None:
    """Which of the encounters that a sentence tells signed: a sitting where no two states of a meeting stand in it.

    What is ``adopted`` is of the sitting, what two sides signed at a sitting is theirs: "На встрече министров … Чайка и
    Дати подписали заявление".
    """
    two = [one for one in mine if not one.session and any(_of_two_sides(cue, sentence) for cue in one.cues)]
    if two and not adopted and mine[0].session:
        return two[0]
    for one in mine:
        if one.session and not one.background:
            others = [cue for other in mine if other is not one for cue in other.cues if cue.sentence is sentence]
            if all(len(cue.states) < 2 for cue in others):
                return one
    return mine[0] if mine else None


def _told_together(one: Draft, other: Draft) -> bool:
    """Whether a sentence tells of both: what two signed at a sitting is no statement of it."""
    return any(other.tells(cue.sentence) for cue in one.cues)


def _of_two_sides(cue: Cue, sentence: Sentence) -> bool:
    return cue.sentence is sentence and cue.verb and len(set(cue.states)) == 2


def _main_before(front: Sequence[Draft], sentence: Sentence) -> Draft | None:
    """The encounter in the foreground told last before a sentence, else the first of the page."""
    before = [one for one in front if one.cues[0].sentence.index <= sentence.index and not one.background]
    return max(before, key=lambda one: _last_told(one, sentence), default=front[0] if front else None)


def _of_another_day(signed: Signed, drafts: Sequence[Draft], sentence: Sentence, scene: Scene) -> bool:
    """Whether the day beside the act lies before the encounter: "a declaration signed last October"."""
    found = signed.when
    if found is None or found.of_document:
        return False
    main = next((date for one in drafts if not one.background and (date := one.date) and date != found.value), None)
    if main is None:
        main = scene.anchor.isoformat() if scene.anchor is not None else scene.document.dateline
    if found.value is None:
        words = scene.document.text[found.start : found.end].lower()
        return found.relative and words.startswith(_LAST)
    if main is None:  # a year, or the day of what a later sentence only describes: "develop the memorandum signed on"
        whole = len(found.value) == 10 and sentence.index > 0 and all(not one.date for one in drafts)
        return (len(found.value) == 4 or (whole and signed.described)) and all(
            one.cues[0].sentence is not sentence for one in drafts
        )
    return earlier(found.value, main)


#: How a time begins that lies before what is told.
_LAST = ("last year", "last month", "прошл", "в прошл", "минувш")


def _add_named_before(draft: Draft, scene: Scene) -> None:
    """ "The two states have a deal on extradition. The document was signed by …": what a sentence beside it names."""
    told = [cue.sentence for cue in draft.cues if cue.kind == "signing" and not any(documents_in(cue.sentence.tokens))]
    if draft.session or "signing" not in draft.kinds:
        told = []
    lead = draft.cues[0].sentence.index
    last = max(cue.sentence.index for cue in draft.cues)
    told += [one for one in scene.sentences[lead : last + 4] if signs_it(one) and not any(documents_in(one.tokens))]
    for telling in told:
        near = scene.sentences[max(0, telling.index - 2) : telling.index][::-1]
        if signs_it(telling):  # "A document on this was signed by … The cooperation agreement will make it possible"
            near += scene.sentences[telling.index + 1 : telling.index + 3]
        for sentence in near:
            named = [one for one in named_in(sentence, scene) if not sentence.title]
            if named:
                _add_document(draft, named[0])
                return


def _add_statement(draft: Draft, scene: Scene) -> None:
    """The joint statement of a sitting, where a page only speaks of it: "Совместное заявление по итогам XIII
    Совещания", "said in a joint statement after the fifth meeting"."""
    if not draft.session:
        return
    for sentence in scene.sentences:
        if not draft.tells(sentence) and not sentence.bodies:
            continue
        for signed in named_in(sentence, scene):
            words = signed.words.lower()
            if words.startswith(("joint statement", "совместное заявление", "joint communiqu")) and not is_planned(
                sentence, 0
            ):
                name = signed.words[: 20 if words.startswith("совместное") else len(words.split(" ")[0]) + 1 + 9]
                _add_document(draft, dataclasses.replace(signed, words=name.strip(), rule="statement-of-sitting"))
                return


def _told_in_clause(mine: Sequence[Draft], sentence: Sentence) -> bool:
    """Whether only a clause of the sentence signs: "reviewed the memorandum that both sides signed in 2018"."""
    cues = [cue for one in mine for cue in one.cues if cue.sentence is sentence]
    if not cues:
        return False
    end = min(own_words(cue) for cue in cues)
    acts = signing_at(sentence)
    if end >= len(sentence.tokens) or not acts or min(acts) <= end:
        return False
    # "While visiting Doha, N. said that he had concluded an agreement": told for its own sake
    return not any(token.lemma in REPORTED for token in sentence.tokens[max(0, end - 6) : end])


def _last_told(draft: Draft, sentence: Sentence) -> tuple[int, int]:
    """Where a draft was last told before a sentence, and where it began; named only as an occasion does not count."""
    mine = [
        cue.sentence.index
        for cue in draft.cues
        if cue.sentence.index <= sentence.index and not (cue.sidelines and draft.session)
    ]
    return max(mine, default=-1), draft.cues[0].sentence.index


def _add_document(draft: Draft, signed: Signed) -> None:
    for k, known in enumerate(draft.documents):
        if signed.rule == known.rule == "listed" and signed.words.lower() != known.words.lower():
            continue
        listed = signed.listing is not None and signed.listing == known.listing
        near = 0 < signed.start - known.end < 40
        if signed.beside and signed.words.lower() != known.words.lower() and (listed or near):
            continue  # the next of one list, however like the one before
        if _same_document(known, signed):
            tells_more = _about(signed.words) or known.words.lower() in signed.words.lower()
            if len(signed.words) > len(known.words) and tells_more:
                draft.documents[k] = signed
            return
    draft.documents.append(signed)


def _same_document(known: Signed, signed: Signed) -> bool:
    """Whether two names are of one document: one holds the other, they are alike, or one says no more than its kind."""
    from difflib import SequenceMatcher

    a, b = known.words.lower(), signed.words.lower()
    if {known.noun, signed.noun} <= _MEMORANDA and (" " not in a or " " not in b):
        return True  # "MoU" and "memorandum of understanding to boost cooperation"
    if known.noun != signed.noun and (a in _ANY or b in _ANY):
        return known.noun not in document_set("together") and signed.noun not in document_set("together")
    if known.noun != signed.noun and 0 < signed.start - known.end < 200 and _subject(a) and _subject(b):
        return False  # "a treaty on science was signed by …, and an agreement on science was concluded with …"
    if a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.75:
        return True
    if known.noun != signed.noun:
        return False
    x, y = (_subject(one) for one in (a, b))
    return not (x and y) or bool(x & y)


_MEMORANDA = frozenset("memorandum mou moc меморандум".split())
#: What a document is called again by, whatever it was called before: "the memorandum … The agreement was signed by".
_ANY = frozenset("agreement deal pact accord document соглашение документ".split())


def _about(words: str) -> bool:
    """Whether a name says what the document is about, not only between whom it is."""
    low = f" {words.lower()} "
    return any(f" {one} " in low for one in ("on", "for", "in", "to", "of", "о", "об", "по", "в"))


def _subject(words: str) -> set[str]:
    """What a document's name says of its subject, by the beginnings of its longer words."""
    plain = ("сотруднич", "взаимодей", "взаимопон", "understand", "cooperati", "между", "between", "сфере", "области")
    parts = [word for word in words.split()[1:] if len(word) > 4 and not word.startswith(plain)]
    return {word[:6] for word in parts}
