"""Sentences that tell of an encounter: what kind, between whom, when, where, held or planned, now or earlier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .dates import DateFound
from .gatherings import BodyFound
from .ordinals import ordinal_of
from .people import Figure
from .posts import Near, Post
from .scene import Scene, Sentence
from .tokens import Token, readings
from .triggers import invitations, triggers


@dataclass(slots=True)
class Party:
    """A side of an encounter as one sentence names it: a person, an office without a name, an agency or a delegation."""

    state: str | None
    figure: Figure | None = None
    post: Post | None = None
    first: int = 0
    case: str | None = None
    organisation: str | None = None


@dataclass(slots=True)
class Cue:
    """One sentence (or part of it) that tells of an encounter."""

    kind: str  # meeting, visit, signing, conference, session
    sentence: Sentence
    parties: list[Party] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    body: BodyFound | None = None
    date: DateFound | None = None
    city: Near | None = None
    place: str | None = None
    host: str | None = None
    planned: bool = False
    background: bool = False
    sidelines: bool = False
    held: bool = False
    verb: bool = False
    at: int = 0
    rule: str = ""


def cues_of(scene: Scene) -> list[Cue]:
    """The cues of a document in its order."""
    out: list[Cue] = []
    main: BodyFound | None = None
    for sentence in scene.sentences:
        sessions = _sessions(sentence, scene)
        if not sessions:
            own = [one for one in sentence.bodies if _sits(one)]
            same = own[0] if own else main
            if same is not None:
                sessions = _again(sentence, same, scene)
        out += sessions
        out += _two_sided(sentence, scene)
        own = [one for one in sentence.bodies if _sits(one)]
        if own and (main is None or sessions):
            main = own[0]
    return out


def _sits(found: BodyFound) -> bool:
    """Whether a body meets in sessions: an executive structure does not."""
    return found.body.thing not in ("body/sco-rats",)


def _again(sentence: Sentence, body: BodyFound, scene: Scene) -> list[Cue]:
    """A sitting named without its body, after the body was named: "на 35-м заседании", "следующее заседание"."""
    for k, token in enumerate(sentence.tokens):
        sure = token.lemma in ("заседание", "совещание", "session")
        sure = sure and not (token.lemma in ("сессия", "заседание", "совещание") and _several(token))
        if not sure and token.lemma not in ("встреча", "meeting", "сессия"):
            continue
        if any(found.first <= k < found.last for found in sentence.bodies) or _of_another(sentence, k):
            continue
        ordinal = next((number for j in (k - 1, k - 2, k - 3) if j >= 0 and (number := ordinal_of(sentence.tokens, j))), None)
        following = any(one.lemma in ("следующий", "next") for one in sentence.tokens[max(0, k - 3) : k])
        if not sure and ordinal is None and not following:
            continue
        if _defined(sentence, body):
            continue
        cue = Cue("session", sentence, body=BodyFound(body.body, k, k + 1, ordinal, True, False), at=k, rule="sitting-of-body")
        cue.held = bool(triggers().marked("held", sentence.tokens))
        _when_where(cue, scene)
        return [cue]
    planned = next((k for k, token in enumerate(sentence.tokens) if token.lemma in ("совет", "council")), None)
    if planned is not None and sentence.has("следующий", "next") and is_planned(sentence, planned):
        cue = Cue("session", sentence, body=BodyFound(body.body, planned, planned + 1, None, True, False), at=planned, rule="next-sitting")
        _when_where(cue, scene)
        cue.planned = True
        return [cue]
    return []


def _defined(sentence: Sentence, found: BodyFound) -> bool:
    """Whether the sentence says what the body is, not that it met: "Встреча … — совещательный орган"."""
    after = sentence.tokens[found.last : found.last + 4]
    lemmas = [token.lemma for token in after]
    return (
        bool(after)
        and (after[0].surface in ("—", "–", "-") or lemmas[:1] == ["являться"] or "собой" in [t.surface for t in after])
        and any(token.lemma in ("орган", "механизм", "совещательный", "форум", "body", "mechanism", "structure", "площадка") for token in sentence.tokens[found.last : found.last + 9])
    ) or (lemmas[:2] in (["be", "a"], ["be", "the"], ["be", "an"]) and sentence.has("body", "mechanism", "forum", "organ"))


def _numbered(found: BodyFound, sentence: Sentence) -> BodyFound:
    """The ordinal that stands with the sitting elsewhere in the sentence: "Совет … собрался на тринадцатое заседание"."""
    import dataclasses

    for k, token in enumerate(sentence.tokens):
        if token.lemma in ("заседание", "совещание", "сессия", "session", "meeting", "встреча"):
            for j in (k - 1, k - 2):
                if j >= 0 and (number := ordinal_of(sentence.tokens, j)) is not None:
                    return dataclasses.replace(found, ordinal=number)
    return found


def _several(token: Token) -> bool:
    known = [one for one in readings(token.surface) if one.pos == "NOUN"]
    return bool(known) and all(one.number == "plur" for one in known)


_SAME = frozenset("совет координационный орган механизм организация генеральный генпрокурор министр председатель".split())


def _of_another(sentence: Sentence, k: int) -> bool:
    """Whether a sitting is of something else that the next words name: "на заседании Совета судей", "session on trade"."""
    following = sentence.tokens[k + 1 : k + 4]
    if not following or not following[0].word:
        return False
    first = following[0]
    if first.surface.isascii():
        return first.lemma in ("of", "on", "with") and not any(token.lemma in ("council", "prosecutor") for token in following)
    if first.lemma == "совет" and len(following) > 1 and following[1].word and is_genitive(following[1]) and following[1].lemma not in _SAME:
        return True
    return is_genitive(first) and first.lemma not in _SAME and not any(near.first == k + 1 for near in sentence.near)


def is_genitive(token: Token) -> bool:
    """Whether a word can only be a noun or adjective in the genitive."""
    known = readings(token.surface)
    if any(one.pos == "VERB" for one in known):
        return False
    return bool(known) and known[0].pos in ("NOUN", "ADJF") and known[0].case == "gent"


def _sessions(sentence: Sentence, scene: Scene) -> list[Cue]:
    words = triggers()
    out = []
    held = words.marked("held", sentence.tokens)
    for found in sentence.bodies:
        agreed = False
        if not _sits(found) and not found.gathering:
            continue
        evidence = found.gathering or found.ordinal is not None
        noun = any(
            kind == "session" and part == "noun" and (abs(first - found.last) < 6 or abs(found.first - last) < 4 or sentence.tokens[first].lemma in ("заседание", "сессия", "session"))
            for kind, part, first, last in words.told(sentence.tokens)
        )
        if found.named and not found.gathering and not noun and found.ordinal is None:
            # "Генеральный секретарь КСГП": the body alone is no sitting of it, but what it did there may tell one
            near_verb = any(last <= found.first + 12 and first >= found.first - 12 for first, last in held)
            evidence = near_verb and any(
                sentence.tokens[k].lemma in _SAT for k in range(max(0, found.first - 10), min(len(sentence.tokens), found.last + 10))
            )
        elif not (evidence or noun):
            after = sentence.tokens[max(0, found.first - 4) : found.last + 4]
            if not any(token.lemma in _AGREED for token in after):
                continue
            evidence = agreed = True
        if not evidence and not noun:
            continue
        if _defined(sentence, found) or not (
            agreed
            or held or found.ordinal is not None or sentence.dates or is_planned(sentence, found.first)
        ):
            continue
        if found.ordinal is None:
            found = _numbered(found, sentence)
        cue = Cue("session", sentence, body=found, at=found.first, rule="body-and-gathering")
        cue.held = bool(held) or agreed
        _when_where(cue, scene)
        before = sentence.tokens[max(0, found.first - 3) : found.first + 2]
        if cue.date is None and found.ordinal is None and any(token.lemma in ("последний", "прошлый", "предыдущий", "минувший", "last", "previous") for token in before):
            cue.background = True
        out.append(cue)
    return out


_AGREED = frozenset("условиться договориться согласовать решить утвердить adopt pledge underline обсудить встретиться собраться подписать agree meet gather discuss sign convene".split())
_SAT = frozenset(
    "собраться заседать провести состояться пройти рассмотреть утвердить избрать convene meet gather hold adopt".split()
)


def _two_sided(sentence: Sentence, scene: Scene) -> list[Cue]:
    words = triggers()
    told = words.told(sentence.tokens)
    kinds = [one for one in told if one[0] in ("meeting", "visit", "signing", "conference")]
    kinds = [one for one in kinds if not _inside_body(one, sentence)]
    invited = [last for _, last, _ in invitations().find(sentence.tokens)]
    kinds = [one for one in kinds if not (one[0] in ("visit", "meeting") and any(0 <= one[2] - last <= 7 for last in invited))]
    if not kinds:
        return []
    parties = parties_of(sentence, scene)
    cue = Cue("meeting", sentence, parties=parties)
    verbs = {kind for kind, part, *_ in kinds if part == "verb"}
    nouns = {kind for kind, part, *_ in kinds if part == "noun"}
    lemma_set = set(sentence.lemmas)
    discussed = lemma_set & {"обсудить", "обсуждать", "discuss"}
    real_meeting = "meeting" in nouns or any(
        kind == "meeting" and part == "verb" and sentence.tokens[first].lemma not in ("обсудить", "обсуждать", "discuss", "welcome", "host")
        for kind, part, first, _ in kinds
    )
    if real_meeting or (discussed and len(parties) >= 2):
        cue.kind = "meeting"
    elif "visit" in verbs or "visit" in nouns:
        cue.kind = "visit"
    elif "signing" in verbs or "signing" in nouns:
        cue.kind = "signing"
    elif "conference" in nouns:
        cue.kind = "conference"
    else:
        return []
    cue.verb = bool(verbs)
    cue.at = kinds[0][2]
    cue.held = bool(verbs) or bool(words.marked("held", sentence.tokens))
    cue.rule = f"{cue.kind}-{'verb' if verbs else 'noun'}"
    for party in parties:
        if party.state is not None and party.state not in cue.states:
            cue.states.append(party.state)
    if len(cue.states) < 2 and cue.kind == "signing":
        named = [one for one in sentence.near if one.kind == "state"]
        if len({one.code for one in named}) == 2 and (len(parties) < 2):
            cue.parties += [Party(one.code, None, None, one.first) for one in named if one.code not in cue.states]
            cue.states = list(dict.fromkeys([*cue.states, *(one.code for one in named)]))
    _when_where(cue, scene)
    _hosts(cue, kinds)
    if cue.kind == "visit" and cue.host is None:
        cue.host = cue.place
    if cue.planned and any(
        part == "verb" and any(one.tense == "past" for one in readings(sentence.tokens[first].surface)[:1])
        for _, part, first, _ in kinds
    ):
        cue.planned = False
    return [cue]


def _inside_body(one: tuple[str, str, int, int], sentence: Sentence) -> bool:
    return any(body.first <= one[2] < body.last for body in sentence.bodies)


def parties_of(sentence: Sentence, scene: Scene) -> list[Party]:
    """Who is named in a sentence as somebody of a state: persons, offices, agencies, delegations."""
    out: list[Party] = []
    covered: set[int] = set()
    for mention in sentence.mentions:
        figure = scene.figure_of(mention)
        post = mention.post or figure.post
        if post is None and figure.state is None and figure.official is None:
            continue
        organisation = post.organisation if post is not None else None
        if _quoted(sentence, mention.post.first if mention.post is not None else mention.first):
            covered.update(range(mention.post.first, mention.post.last) if mention.post is not None else ())
            continue
        first = mention.first if mention.post is None else min(mention.first, mention.post.first)
        case = mention.case
        if mention.post is not None and mention.post.case not in (None, "nomn"):
            case = mention.post.case  # "Генерального прокурора … Чайки": the post shows the case more surely
        out.append(Party(figure.state, figure, post, first, case, organisation))
        if mention.post is not None:
            covered.update(range(mention.post.first, mention.post.last))
    for post in sentence.posts:
        if post.first in covered or any(party.post is post for party in out):
            continue
        figure = holder_of(post, scene)
        if figure is not None and any(party.figure is figure for party in out):
            continue
        if post.plural and post.states:
            out += [Party(state, None, post, post.first, post.case) for state in post.states]
        elif figure is not None:
            out.append(Party(figure.state, figure, post, post.first, post.case, post.organisation))
        elif post.state is not None or post.organisation is not None:
            out.append(Party(post.state, None, post, post.first, post.case, post.organisation))
    out += _bodies_of_states(sentence, covered | {k for post in sentence.posts for k in range(post.first, post.last)})
    return sorted(out, key=lambda one: one.first)


def _quoted(sentence: Sentence, first: int) -> bool:
    """Whether somebody is only the source of what is said: "по словам X", "according to X"."""
    before = [token.lemma for token in sentence.tokens[max(0, first - 2) : first]]
    return before[-2:] in (["по", "слово"], ["по", "мнение"], ["по", "оценка"], ["according", "to"]) or (
        before[-1:] == ["слово"] and "по" in before
    )


def _bodies_of_states(sentence: Sentence, covered: set[int]) -> list[Party]:
    """Agencies and delegations with the state beside them: "Генпрокуратура РФ", "делегация Катара"."""
    from .posts import post_words

    out: list[Party] = []
    starts = {one.first: one for one in sentence.near}
    ends = {one.last: one for one in sentence.near}
    delegation = triggers().marks["delegation"]
    i = 0
    tokens = sentence.tokens
    while i < len(tokens):
        found = post_words().agencies.at(tokens, i) or delegation.at(tokens, i)
        if found is None or i in covered:
            i += 1
            continue
        last = found[0]
        k = last
        while k < len(tokens) and tokens[k].lemma in ("of", "the", "from", "из"):
            k += 1
        inner = post_words().agencies.at(tokens, k) if k < len(tokens) else None
        if inner is not None:
            last = inner[0]  # "делегация Кассационного Суда Катара"
        j = last
        while j < len(tokens) and tokens[j].lemma in ("of", "the", "from", "из", "for"):
            j += 1
        one = starts.get(j)
        if one is None or one.kind not in ("state", "organisation"):
            one = ends.get(i)
            if one is not None and one.kind == "state" and not tokens[i].surface.isascii():
                one = None
        if one is not None and one.kind in ("state", "adjective"):
            known = readings(tokens[i].surface)
            out.append(Party(one.code, None, None, i, known[0].case if known else None))
            j = one.last
            while j + 1 < len(tokens) and tokens[j].lemma in ("и", "and", ",") and j + 1 in starts and starts[j + 1].kind == "state":
                out.append(Party(starts[j + 1].code, None, None, j + 1))
                j = starts[j + 1].last
        i = max(last, i + 1)
    return out


def holder_of(post: Post, scene: Scene) -> Figure | None:
    """The person of the text who holds an office named without a name: one post, one state."""
    if post.plural:
        return None
    fitting = [
        figure
        for figure in scene.figures
        if figure.post is not None
        and figure.post.post_id == post.post_id
        and not (post.state and figure.state and figure.state != post.state)
        and not (post.organisation and figure.post.organisation != post.organisation)
        and not figure.post.former
    ]
    exact = [figure for figure in fitting if post.state is not None and figure.state == post.state]
    if len(exact) == 1:
        return exact[0]
    if post.state is None and post.organisation is None and post.weak:
        return None
    return fitting[0] if len(fitting) == 1 and (post.state is None or fitting[0].state in (None, post.state)) else None


def _when_where(cue: Cue, scene: Scene) -> None:
    """Date, place, and whether held, planned or told in passing."""
    words = triggers()
    sentence = cue.sentence
    cue.sidelines = bool(words.marked("sidelines", sentence.tokens))
    dated = [one for one in sentence.dates if one.value and not one.of_document and not one.span_of_years]
    if dated:
        cue.date = min(dated, key=lambda one: abs(_token_at(sentence, one.start) - cue.at))
    cities = [one for one in sentence.near if one.kind == "city" and not _of_name(one, sentence)]
    if cities:
        prepositional = [one for one in cities if inside_of(one, sentence)]
        best = prepositional or []
        if best:
            cue.city = min(best, key=lambda one: abs(one.first - cue.at))
            cue.place = cue.city.code
        elif cue.kind == "session" and len({one.code for one in cities}) == 1 and not _dateline(sentence):
            cue.city = cities[0]
            cue.place = cue.city.code
    if cue.place is None:
        for one in sentence.near:
            if one.kind == "state" and inside_of(one, sentence):
                cue.place = one.code
                break
    if cue.kind == "session" and cue.place is None and sentence.has("принимать", "принять", "host", "receive"):
        own = [one for one in sentence.near if one.kind in ("city", "state")]
        if len({one.code for one in own}) == 1:
            cue.place = own[0].code
            if own[0].kind == "city":
                cue.city = own[0]
    cue.planned = is_planned(sentence, cue.at)
    cue.background = bool(words.marked("background", sentence.tokens))


def _dateline(sentence: Sentence) -> bool:
    return len(sentence.tokens) > 1 and sentence.tokens[1].surface in (",", "(", "/", "–", "-", ":", ".")


def _of_name(one: Near, sentence: Sentence) -> bool:
    return any(m.first <= one.first < m.last for m in sentence.mentions)


_IN = frozenset(("в", "во", "in", "at", "г", "город", "to", "city", "столица", "capital"))


def inside_of(one: Near, sentence: Sentence) -> bool:
    """Whether "в", "in" stands before a place, with "городе", "capital" or the like between."""
    k = one.first - 1
    steps = 0
    while k >= 0 and steps < 8:
        low = sentence.tokens[k].lemma
        if low in ("в", "во", "in", "at", "to"):
            return True
        if low not in ("г", "город", ".", "столица", "the", "capital", "city", "of", ",", "republic", "республика", "столичный") and not any(
            near.first <= k < near.last for near in sentence.near
        ):
            return False
        k -= 1
        steps += 1
    return False


def _token_at(sentence: Sentence, start: int) -> int:
    for k, token in enumerate(sentence.tokens):
        if token.end > start:
            return k
    return len(sentence.tokens)


def is_planned(sentence: Sentence, at: int, words: Collection[str] = ()) -> bool:
    """Whether the sentence speaks of what is to come: by its words, or by a verb in the future tense."""
    tokens = sentence.tokens
    for first, last in triggers().marked("planned", tokens):
        one = tokens[first]
        if one.lemma in ("наметить", "запланировать") and not one.surface.lower().startswith(("намечен", "запланирован")):
            continue
        return True
    for k in range(max(0, at - 12), min(len(tokens), at + 14)):
        token = tokens[k]
        low = token.surface.lower()
        if low in ("will", "would") and k + 1 < len(tokens):
            following = {token.lemma for token in tokens[k + 1 : k + 4]}
            if following & {"host", "hold", "take", "meet", "visit", "convene", "gather", "attend", "participate", "arrive", "be", "receive", "travel"}:
                return True
        if not low.isascii() and (token.lemma in _FUTURE or token.lemma in words):
            if low in ("будет", "будут"):
                if any(_infinitive(one) and one.lemma in _EVENTS for one in tokens[k + 1 : k + 4]):
                    return True
            elif any(one.tense == "futr" for one in readings(low)[:1]):
                return True
    return False


_FUTURE = frozenset(
    "пройти состояться быть посетить прибыть встретиться собраться принять провести подписать принимать приехать открыться".split()
)


_EVENTS = frozenset(
    "проходить проводиться провести проводить принимать принять встречаться участвовать подписать организовать созвать "
    "заседать собираться посетить находиться вести".split()
)


def _infinitive(token: Token) -> bool:
    return any(one.pos in ("INFN", "PRTS") for one in readings(token.surface)[:1])


def _hosts(cue: Cue, kinds: Sequence[tuple[str, str, int, int]]) -> None:
    """Who received whom: "X принял Y", "Y был принят X", "X received Y", "визит в X"."""
    tokens = cue.sentence.tokens
    for kind, part, first, last in kinds:
        low = tokens[first].lemma
        before = [party for party in cue.parties if party.first < first]
        after = [party for party in cue.parties if party.first >= last]
        if kind == "meeting" and part == "verb" and low in ("принять", "принимать", "receive", "host", "welcome"):
            surface = tokens[first].surface.lower()
            passive = (
                (surface.startswith("принят") and surface not in ("принять",))
                or (
                    low in ("receive", "host", "welcome")
                    and (
                        (first > 0 and any(one.lemma == "be" for one in tokens[max(0, first - 2) : first]))
                        or any(one.lemma == "by" for one in tokens[last : last + 3])
                    )
                )
            )
            if not passive and not surface.isascii():
                # "Генерального прокурора России принял Президент": the receiver is in the nominative
                nominative = [party for party in cue.parties if party.case == "nomn"]
                if nominative and len(nominative) < len(cue.parties):
                    cue.host = nominative[0].state
                elif before:
                    cue.host = before[-1].state
            elif passive:
                instrument = [party for party in after if party.case in ("ablt", None)]
                cue.host = instrument[0].state if instrument else None
            elif before:
                cue.host = before[-1].state
        elif kind == "visit" and cue.host is None:
            for near in cue.sentence.near:
                if near.kind in ("state", "city") and near.first >= last and inside_of(near, cue.sentence):
                    cue.host = near.code
                    break
                if near.kind in ("state", "city") and near.first >= last and near.first - last <= 2:
                    cue.host = near.code
                    if near.kind == "city" and cue.city is None and part == "verb":
                        cue.city, cue.place = near, near.code
                    break
