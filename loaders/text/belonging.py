"""Of which state somebody is, and what, where only what is told of him shows it: who receives guests, who travels,
who stands beside an office-holder of another state."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .capacities import delegation_before
from .cues import inside_of
from .people import Figure, Mention
from .post_words import post_words
from .posts import Post
from .scene import Scene, Sentence
from .tokens import Token
from .triggers import triggers


def likewise(figure: Figure, scene: Scene) -> Post | None:
    """The post of somebody told by his state alone beside an office-holder of another: in "Egyptian Justice Minister A.
    sat down with Jordan's B." both are ministers."""
    if figure.post is not None or figure.official is not None or figure.state is None:
        return None
    for mention in figure.mentions:
        before = [
            other.post
            for one in scene.sentences[mention.sentence].mentions
            if one.first < mention.first
            and (other := scene.figure_of(one)) is not figure
            and other.post is not None
            and other.post.organisation is None
            and other.post.post_id not in ("other", "ambassador", "counterpart")
            and other.state not in (None, figure.state)
        ]
        if before:
            return dataclasses.replace(
                before[-1], plural=False, state=figure.state, states=[figure.state], organisation=None, former=False
            )
    return None


#: Verbs of receiving guests at home.
_RECEIVING = frozenset("receive welcome host greet принять принимать встретить встречать приветствовать".split())


def at_home(mention: Mention, sentence: Sentence, scene: Scene) -> str | None:
    """The state of who receives guests, where only the place tells it ("was welcomed in Vientiane by Minister N.") or
    that the guest is of another than the one left."""
    tokens = sentence.tokens
    first = mention.opens
    by = first > 0 and tokens[first - 1].lemma == "by" and any(t.lemma in _RECEIVING for t in tokens[:first])
    if not by and not any(t.lemma in _RECEIVING and _active(tokens, k) for k, t in _after(mention, sentence)):
        return None
    places = {one.code for one in sentence.near if one.kind in ("city", "state") and inside_of(one, sentence)}
    if by and not places:
        places = set(sentence.states) - {scene.figure_of(sentence.mentions[0]).state}
    return next(iter(places)) if len(places) == 1 else None


def _after(mention: Mention, sentence: Sentence, at: int | None = None) -> list[tuple[int, Token]]:
    """The words just after somebody's name, or from token ``at``."""
    at = mention.last if at is None else at
    return list(enumerate(sentence.tokens[at : at + 3], at))


def _past_clause(k: int, sentence: Sentence) -> int:
    """Past what two commas tell of somebody: "Minister N., leading a high-level delegation, arrived in Tunis"."""
    tokens = sentence.tokens
    if k >= len(tokens) or tokens[k].surface != ",":
        return k
    return next((j + 1 for j in range(k + 1, min(k + 14, len(tokens))) if tokens[j].surface == ","), k)


def _active(tokens: Sequence[Token], k: int) -> bool:
    """Whether an English verb is no passive."""
    return not any(token.lemma == "be" for token in tokens[max(0, k - 2) : k])


#: Verbs of a journey: who travels to a state is not of it.
_TRAVEL = frozenset(
    """arrive fly travel visit come land tour go touch jet depart head pay прибыть прилететь приехать посетить вылететь
    отправиться посещать прибывать""".split()
)


def travels_to(figure: Figure, scene: Scene) -> set[str]:
    """The states to which somebody is told to travel: none of them is his own."""
    out: set[str] = set()
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        owned = sentence.tokens[mention.last - 1].surface.lower().endswith(("'s", "’s"))
        for one in sentence.near:
            trip = sentence.tokens[one.last : one.last + 1]
            if owned and one.first == mention.last and trip and trip[0].lemma in ("visit", "trip", "tour"):
                out.add(one.code)  # "as part of Prime Minister N.'s Lao visit"
        out |= _journey_told(mention, sentence)
        after = _after(mention, sentence, _past_clause(mention.last, sentence))
        verb = next((k for k, token in after if token.lemma in _TRAVEL), None)
        if verb is None:
            continue
        clause = next((k for k in range(verb, len(sentence.tokens)) if sentence.tokens[k].surface in ",;"), verb + 9)
        end = min(clause, verb + 9)
        out |= {one.code for one in sentence.near if one.kind in ("city", "state") and verb < one.first < end}
    return out


def _journey_told(mention: Mention, sentence: Sentence) -> set[str]:
    """The state of the one journey that a sentence tells of its first person: "Minister N. will sign the treaty during
    a visit to South Korea"."""
    tokens = sentence.tokens
    if mention is not sentence.mentions[0]:
        return set()
    for one in sentence.near:
        before = [token.lemma for token in tokens[max(0, one.first - 5) : one.first]]
        trip = any(lemma in ("visit", "trip", "визит", "поездка") for lemma in before[:-1])
        if one.kind == "state" and one.first > mention.last and trip and before[-1] in ("to", "в", "the"):
            during = [token.lemma for token in tokens[mention.last : one.first]]
            if {"during", "ход", "время"} & set(during):
                return {one.code}
    return set()


def behind_post(mention: Mention, sentence: Sentence) -> str | None:
    """The state at the end of the words of a post: "Deputy Minister of Legislation of South Korea"."""
    if mention.post is None:
        return None
    tokens = sentence.tokens
    # the city of a regional office: "Chief Prosecutor of the Ho Chi Minh City People's Procuracy"
    kinds = ("state", "city") if mention.post.post_id == "other" and mention.post.first > mention.first else ("state",)
    starts = {one.first: one for one in sentence.near if one.kind in kinds}
    k = mention.post.last
    if mention.post.first > mention.first and k + 1 < len(tokens) and tokens[k].surface == ",":
        one = starts.get(k + 1)
        if one is not None and post_words().agencies.at(tokens, one.last) is not None:
            return one.code  # "N., Trial Attorney, US Department of Justice"
    for k in range(mention.post.last, min(mention.post.last + 12, len(tokens))):
        one = starts.get(k)
        if one is not None:
            return one.code if tokens[k - 1].lemma in ("of", "the", "for") else None
        inside = mention.first <= k < mention.last
        if inside or not (tokens[k].word and (tokens[k].capital or tokens[k].lemma in ("of", "the", "and", "for"))):
            return None
    return None


def of_others(figure: Figure, scene: Scene) -> set[str]:
    """The states of the counterparts of whom a sentence tells first: "N. met his colleagues from Laos and China"."""
    out: set[str] = set()
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        if mention is sentence.mentions[0]:
            out |= {
                code
                for post in sentence.posts
                for code in post.states
                if post.post_id == "counterpart" and post.first > mention.last
            }
        met = _met(mention, sentence, scene)
        if met is not None:
            out.add(met)
    return out


#: Who is met as a group.
_SENT = frozenset("delegation team group делегация группа".split())


def _met(mention: Mention, sentence: Sentence, scene: Scene) -> str | None:
    """The state of whom somebody is told to have met: "Acting Prosecutor General A. had talks with the Deputy
    Prosecutor General of Poland, B."."""
    tokens = sentence.tokens
    told = [last for kind, part, first, last in triggers().told(tokens) if kind == "meeting" and first >= mention.last]
    if not told or mention is not sentence.mentions[0]:
        return None
    with_ = next((k for k in range(told[0] - 1, len(tokens)) if tokens[k].lemma in ("with", "с", "со")), None)
    after = [one for one in sentence.mentions if with_ is not None and one.first > with_]
    if not after and with_ is not None and any(t.lemma in _SENT for t in tokens[with_ : with_ + 5]):
        sent = {one.code for one in sentence.near if one.first > with_ and one.kind in ("state", "adjective")}
        # "met with a delegation led by …, US Department of Justice"
        return next(iter(sent)) if len(sent) == 1 else None
    if not after or after[0].post is None or after[0].post.first - (with_ or 0) > 8:
        return None
    return after[0].post.state


def met_there(mention: Mention, sentence: Sentence) -> str | None:
    """The state to which another went and met somebody: "headed a delegation to Russia, where he met Minister N."."""
    tokens = sentence.tokens
    first = mention.opens
    where = next((k for k in range(first - 1, 0, -1) if tokens[k].lemma in ("where", "где")), None)
    if where is None or mention is sentence.mentions[0] or tokens[where - 1].surface != ",":
        return None
    told = [one for one in triggers().told(tokens) if one[0] == "meeting" and where < one[2] <= where + 4]
    place = next((one for one in sentence.near if one.last == where - 1 and one.kind in ("state", "city")), None)
    return place.code if told and place is not None else None


def guest_in(figure: Figure, scene: Scene) -> set[str]:
    """The states that a sentence names only as the place where somebody without a state met another: "Attorney General
    A. sat down in Mexico with Deputy Attorney General B."."""
    out: set[str] = set()
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        later = [one for one in sentence.mentions if one.first > mention.last and one.post is not None]
        if not later or mention is not sentence.mentions[0]:
            continue
        post = later[0].post
        between = range(mention.last, later[0].first if post is None else min(post.first, later[0].first))
        place = {one.code for one in sentence.near if one.kind == "state" and one.first in between}
        place = {code for code in place if all(inside_of(one, sentence) for one in sentence.near if one.code == code)}
        if any(sentence.tokens[k].lemma in ("with", "с") for k in between):
            out |= place
    return out


def headed(scene: Scene, without: set[str]) -> str | None:
    """The one state of a headline that nobody else is of: "Vietnam and Laos step up ties"."""
    title = next((one for one in scene.sentences[:1] if one.title), None)
    left = [code for code in title.states if code not in without] if title is not None else []
    return left[0] if len(left) == 1 else None


def only_where(code: str, sentence: Sentence) -> bool:
    """Whether a sentence names a state as the place of something only: "said in Addis Ababa (Ethiopia)"."""
    named = [one for one in sentence.near if one.code == code and one.kind in ("state", "city", "adjective")]
    cities = [one for one in named if one.kind == "city" and inside_of(one, sentence)]
    return bool(named) and all(
        inside_of(one, sentence) or any(one.first - city.last == 1 for city in cities) for one in named
    )


def itemised(mention: Mention, sentence: Sentence) -> str | None:
    """The state at the head of an item of a list: "от Республики Казахстан – Председатель …", "Kazakhstan: N."."""
    tokens = sentence.tokens
    k = mention.opens
    if not k or tokens[k - 1].surface not in ("–", "—", "-", ":"):
        return None
    one = next((near for near in sentence.near if near.last == k - 1 and near.kind == "state"), None)
    if one is None:
        return None
    before = tokens[one.first - 1].lemma if one.first else ";"
    return one.code if before in ("от", "for", "from", ";", ":", ",", "и", "and", "the", ".") else None


def acts_for(mention: Mention, sentence: Sentence) -> str | None:
    """The state for which somebody is told to act: "signed it for the Philippine government", "от имени
    Генпрокуратуры Узбекистана передал"."""
    tokens = sentence.tokens
    end = next((one.first for one in sentence.mentions if one.first > mention.last), len(tokens))
    for k in range(mention.last, min(end, mention.last + 9)):
        behalf = tokens[k].lemma == "behalf" or (tokens[k].lemma in ("имя", "лицо") and tokens[k - 1].lemma == "от")
        stands = tokens[k].lemma == "for" and any(
            token.lemma in ("government", "side", "country") for token in tokens[k : k + 5]
        )
        if not (behalf or stands):
            continue
        near = [one for one in sentence.near if k < one.first <= k + 5 and one.kind in ("state", "adjective")]
        if near and near[0].first < end:
            return near[0].code
    return None


def led_by(mention: Mention, sentence: Sentence) -> str | None:
    """The state of the delegation that somebody without a post heads: "делегация Беларуси во главе с Н."."""
    tokens, k = sentence.tokens, mention.first
    before = [token.lemma for token in tokens[max(0, k - 3) : k]]
    leads = before[-3:] == ["в", "глава", "с"] or before[-2:] in (["lead", "by"], ["led", "by"], ["head", "by"])
    return delegation_before(sentence, k) if leads else None


def of_agency_told(figure: Figure, scene: Scene) -> str | None:
    """The state of the agency that the sentences up to somebody name: "the Attorney General's Office of Colombia has
    agreed …. The Attorney General, N., …"."""
    post = figure.post
    if post is None or post.agency is None or post.weak or post.post_id == "other" or not figure.mentions:
        return None
    last = figure.mentions[0].sentence
    found: set[str] = set()
    for sentence in scene.sentences[max(0, last - 3) : last + 1]:
        tokens = sentence.tokens
        for first, end, agencies in post_words().agencies.find(tokens):
            late = sentence.index == last and first > figure.mentions[0].first
            if agencies[0].name != post.agency or late:
                continue
            k = end
            while k < len(tokens) and tokens[k].lemma in ("of", "the"):
                k += 1
            for one in sentence.near:
                behind = one.kind == "state" and one.first == k
                if behind or (one.kind in ("state", "adjective") and one.last == first):
                    found.add(one.code)
    taken = {one.state for one in scene.figures if one.post is not None and one.post.agency == post.agency}
    left = found - taken
    return next(iter(left)) if len(left) == 1 else None
