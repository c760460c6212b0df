"""One document taken apart: for each sentence its words, places, posts, names, dates, topics and bodies;
and the persons of the text, each with all mentions and the post it holds there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .dates import DateFound, find_dates
from .document import Document
from .figures import figures_of, words_of
from .gatherings import BodyFound, BodyWords
from .lexicon import word_set
from .naming import name_of
from .ner import Recogniser
from .own_bodies import own_bodies
from .people import Figure, Mention, Name, english_runs, names_in
from .places import Places
from .posts import Near, Post, find_posts, is_verb, post_words
from .tokens import Token, readings, tokens_of
from .topics import TopicHit, topic_words

if TYPE_CHECKING:
    from .parties import Party


@dataclass(slots=True)
class Sentence:
    """One sentence with what stands in it; token indexes count within the sentence."""

    index: int
    start: int
    end: int
    tokens: list[Token]
    near: list[Near]
    posts: list[Post]
    names: list[Name]
    dates: list[DateFound]
    topics: list[TopicHit]
    bodies: list[BodyFound]
    mentions: list[Mention] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    title: bool = False

    def has(self, *lemmas: str) -> bool:
        return any(one in self.lemmas for one in lemmas)

    @property
    def states(self) -> list[str]:
        """States named in the sentence, by name or adjective or as a post's, each once, in order."""
        out: list[str] = []
        for one in self.near:
            if one.kind in ("state", "adjective") and one.code not in out:
                out.append(one.code)
        return out


@dataclass(slots=True)
class Scene:
    """All of a document."""

    document: Document
    anchor: dt.date | None
    sentences: list[Sentence]
    figures: list[Figure]
    home: str | None = None
    state_names: dict[str, str] = field(default_factory=dict)

    #: Who is named in each sentence as somebody of a state; parties_of() fills it.
    parties: dict[int, list[Party]] = field(default_factory=dict)

    _figures: dict[int, Figure] = field(init=False)

    def __post_init__(self) -> None:
        self._figures = {id(mention): figure for figure in self.figures for mention in figure.mentions}

    @property
    def day(self) -> dt.date | None:
        """The day of the text: of its publication, or the first whole day that it names."""
        if self.anchor is not None:
            return self.anchor
        for sentence in self.sentences:
            for found in sentence.dates:
                if found.value and len(found.value) == 10 and not found.of_document and (day := _day(found.value)):
                    return day
        return None

    def other_of(self, taken: set[str]) -> str | None:
        """Of the two states that a text is about, the one that nobody yet belongs to."""
        from collections import Counter

        counted = Counter(
            near.code for sentence in self.sentences for near in sentence.near if near.kind in ("state", "adjective")
        )
        first = [code for code, _ in counted.most_common(2)]
        if len(first) < 2 or sum(counted[code] for code in first) < 0.7 * sum(counted.values()):
            return None
        left = [code for code in first if code not in taken]
        return left[0] if len(left) == 1 else None

    def figure_of(self, mention: Mention) -> Figure:
        """The person whom a mention names."""
        return self._figures[id(mention)]


def scene_of(document: Document, places: Places, bodies: BodyWords, recogniser: Recogniser | None) -> Scene:
    """Take a document apart."""
    anchor = _day(document.published)
    if document.language == "en":
        bodies = bodies.with_names(own_bodies(document.text, bodies.organisation_in))
    spans = list(recogniser(document.text)) if recogniser is not None and document.language == "ru" else []
    sentences = []
    title = document.title or ""
    for index, (start, end) in enumerate(document.sentences):
        inside = [(a, b) for a, b in spans if a < end and start < b]
        sentence = _sentence(document, index, start, end, places, bodies, inside, anchor)
        sentence.title = index == 0 and bool(title) and document.text[start:end].strip(" .") in title
        sentences.append(sentence)
    figures = figures_of(sentences)
    if document.language == "en" and _surnames_again(sentences, figures):
        figures = figures_of(sentences)
    return Scene(document, anchor, sentences, figures, _home(document, sentences))


def _surnames_again(sentences: Sequence[Sentence], figures: Sequence[Figure]) -> bool:
    """Find surnames that stand alone after a person was introduced ("Lebedev answered"); True where some do."""
    known = {figure.surname for figure in figures if figure.post is not None and len(figure.surname) >= 4}
    # of a Spanish or Portuguese name the first surname is said: "Yamila Peña Ojeda", then "Peña"
    for figure in figures:
        words = words_of(figure.name)
        if figure.post is not None and len(words) == 3 and len(words[1]) >= 4:
            known.add(words[1])
    changed = False
    for sentence in sentences:
        taken = {k for name in sentence.names for k in range(name.first, name.last)}
        taken |= {k for near in sentence.near for k in range(near.first, near.last)}
        for k, token in enumerate(sentence.tokens):
            word = token.surface.removesuffix("'s")
            if k not in taken and token.capital and word.lower() in known:
                sentence.names.append(Name(k, k + 1))
                changed = True
        if changed:
            sentence.names.sort(key=lambda one: one.first)
            sentence.mentions = []
            _mentions(sentence)
    return changed


def _home(document: Document, sentences: Sequence[Sentence]) -> str | None:
    """The state from which a page is written, as far as it shows: its dateline, its address, the cities it names."""
    from collections import Counter

    cities = [near for sentence in sentences[:4] for near in sentence.near if near.kind == "city"]
    opening = [near for sentence in sentences[:4] if not sentence.title for near in sentence.near if near.first == 0]
    if document.dateline and (cities := [near for near in opening if near.kind == "city"] or cities):
        return cities[0].code
    if document.url:
        from urllib.parse import urlsplit

        try:
            end = (urlsplit(document.url).hostname or "").rsplit(".", 1)[-1].upper()
        except ValueError:
            end = ""
        end = {"UK": "GB", "SU": "RU"}.get(end, end)
        if len(end) == 2 and any(near.code == end for sentence in sentences for near in sentence.near):
            return end
    counted = Counter(near.code for sentence in sentences for near in sentence.near if near.kind == "city")
    return counted.most_common(1)[0][0] if counted else None


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        return None


def _sentence(
    document: Document,
    index: int,
    start: int,
    end: int,
    places: Places,
    bodies: BodyWords,
    spans: Sequence[tuple[int, int]],
    anchor: dt.date | None,
) -> Sentence:
    text = document.text
    tokens = tokens_of(text, start, end)
    near = bodies.near(tokens)
    held = {k for one in near for k in range(one.first, one.last)}
    for one in places.find(tokens):
        if not any(k in held for k in range(one.first, one.last)):
            near.append(Near(one.kind, one.state, one.name, one.first, one.last))
    near = sorted((_formal(one, tokens) for one in near), key=lambda one: one.first)
    found = bodies.find(tokens, near)
    in_body = {k for body in found for k in range(body.first, body.last)}
    near = [
        one
        for one in near
        if not (one.kind == "body" and any(b.first <= one.first and one.last <= b.last for b in found))
    ]
    near = [*near, *_as_near(found)]
    near.sort(key=lambda one: (one.first, one.last))
    if document.language == "en":
        spans = [(tokens[first].start, tokens[last - 1].end) for first, last in english_runs(tokens, in_body, near)]
    starts = [
        k
        for k, token in enumerate(tokens)
        if any(a <= token.start < b and (k == 0 or tokens[k - 1].start < a) for a, b in spans)
    ]
    posts = [
        post
        for post in find_posts(tokens, near, starts)
        if not (post.plural and set(range(post.first, post.last)) <= in_body)
    ]
    posts = [post for post in posts if post.first not in in_body]
    names = names_in(tokens, near, posts, spans)
    near = [one for one in near if one.kind != "city" or not any(n.first <= one.first < n.last for n in names)]
    dates = [_moved(one, start) for one in find_dates(text[start:end], document.language, anchor)]
    sentence = Sentence(index, start, end, tokens, near, posts, names, dates, topic_words().find(tokens), found)
    sentence.lemmas = [token.lemma for token in tokens]
    _mentions(sentence)
    return sentence


_FORMAL = frozenset(
    "государство королевство султанат эмират республика княжество state kingdom sultanate republic".split()
)


def _formal(one: Near, tokens: Sequence[Token]) -> Near:
    """A state's name with the word of its form before it: "Государства Катар", "Kingdom of Morocco"."""
    if one.kind != "state":
        return one
    first = one.first
    k = first - 1
    while k >= 0 and tokens[k].lemma in ("of", "the"):
        k -= 1
    if k >= 0 and tokens[k].lemma in _FORMAL and tokens[k].capital:
        first = k
        while first > 0 and tokens[first - 1].lemma in _FORM_WORDS and tokens[first - 1].capital:
            first -= 1
    return one if first == one.first else Near(one.kind, one.code, one.name, first, one.last, one.thing)


_FORM_WORDS = frozenset(
    "исламский народный демократический социалистический islamic people's democratic socialist federal".split()
)


def _as_near(found: Sequence[BodyFound]) -> list[Near]:
    """Bodies as things that a post can belong to, in all their words."""
    return [Near("body", one.body.name, one.body.name, one.first, one.last, one.body.thing) for one in found]


def _moved(found: DateFound, by: int) -> DateFound:
    import dataclasses

    return dataclasses.replace(found, start=found.start + by, end=found.end + by)


#: Words and signs that may stand between a post and the name it belongs to.
_FILL = frozenset(
    ', – - — ( « " . г-н господин госпожа г-жа товарищ mr mrs ms dr h.e his her excellency the who is который являться '
    "два двух обоих оба страна государство two both country юстиция советник класс "
    "генерал-лейтенант генерал-майор генерал-полковник генерал 1 2 3 го и о justice hon ble "
    "parliamentary then new former honourable honorable государственный действительный его и it".split()
)


def _mentions(sentence: Sentence) -> None:
    """Pair each name with the post beside it: just before it, or after a comma."""
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    tokens = sentence.tokens
    order: list[tuple[int, int, int]] = []
    for n, name in enumerate(sentence.names):
        for p, post in enumerate(sentence.posts):
            if post.last <= name.first:
                gap = _without_abbreviation(tokens[post.last : name.first])
                chained = _chained(gap, post.last, sentence)
                if chained or (len(gap) <= 7 and all(_fills(token) for token in gap)):
                    comma = sum(token.surface == "," for token in gap)
                    # "deputies of the Prosecutor General, Lena Owens, legal adviser": several have not one name
                    several = 6 if post.plural and comma else 0
                    order.append(
                        ((len(gap) + 2 * comma if not chained else 1) + (8 if post.weak else 0) + several, n, p)
                    )
            elif name.last <= post.first:
                gap = tokens[name.last : post.first]
                if (
                    len(gap) <= 5
                    and gap
                    and gap[0].surface in (",", "(", "–", "-", "—")
                    and all(
                        _fills(token)
                        or token.lemma in ("a", "in", "в", "являться")
                        or (len(gap) <= 3 and gap[0].surface == "," and token.capital and token.surface.isascii())
                        for token in gap
                    )
                ):
                    # "губернатор А., председатель собрания Б.": the post goes with the name just after it
                    theirs = any(other.first == post.last for other in sentence.names)
                    order.append((len(gap) + (1 if gap[0].surface == "," else 0) + (9 if theirs else 0), n, p))
    for _, n, p in sorted(order):
        if n in pairs or (p in taken and not sentence.posts[p].plural):
            continue
        pairs[n] = p
        taken.add(p)
    for n, name in enumerate(sentence.names):
        held: Post | None = sentence.posts[pairs[n]] if n in pairs else None
        if held is not None and held.post_id == "other":
            held = _weightier(held, sentence) or held
        words = tokens[name.first : name.last]
        after = None
        if held is None or (held.state is None and held.organisation is None):
            after = _state_after(held, name, sentence)
        if held is None:
            held = _of_agency(name, sentence)
        text, surname, case = name_of(words, held.case if held is not None else None)
        mention = Mention(
            sentence.index, name.first, name.last, words[0].start, words[-1].end, text, surname, held, case, after,
            " ".join(word.surface for word in words if word.word),
        )  # fmt: skip
        sentence.mentions.append(mention)
    _by_state(sentence)
    # one plural post, several names: "министры юстиции Казахстана и Китая А. и Б."
    for post in sentence.posts:
        if not post.plural and not _may_be_several(post, sentence):
            continue
        first = next((m for m in sentence.mentions if m.post is post), None)
        if first is None:
            continue
        run = [first]
        for mention in sentence.mentions:
            if mention.first >= run[-1].last and mention.post is None:
                gap = tokens[run[-1].last : mention.first]
                if gap and len(gap) <= 2 and all(token.lemma in ("и", ",", "and") for token in gap):
                    run.append(mention)
        states = post.states if len(post.states) == len(run) else [None] * len(run)
        for mention, state in zip(run, states, strict=True):
            mention.post = Post(
                post.first, post.last, post.post_id, post.words, post.agency, state, post.organisation,
                [state] if state else [], False, post.former, post.acting, post.weak, post.case,
            )  # fmt: skip


def _weightier(post: Post, sentence: Sentence) -> Post | None:
    """The first of two posts of one person, where it is the one that counts: "Minister of Justice and Minister of State
    for Cabinet Affairs N."."""
    before = next((one for one in reversed(sentence.posts) if one.last <= post.first), None)
    if before is None or before.plural or before.post_id == "other" or before.post_id in ("president", "ambassador"):
        return None
    gap = sentence.tokens[before.last : post.first]
    if len(gap) != 1 or gap[0].lemma not in ("and", "и", ","):
        return None
    if any(mention.first < post.first and mention.post is before for mention in sentence.mentions):
        return None
    return before


def _by_state(sentence: Sentence) -> None:
    """A list by states after one plural post: "министры юстиции: Казахстана — А., Китая — Б."."""
    tokens = sentence.tokens
    shared: Post | None = None
    for mention in sentence.mentions:
        shared = next((one for one in reversed(sentence.posts) if one.plural and one.last <= mention.first), None)
        k = mention.first - 1
        if shared is None or mention.post is not None or k < 1 or tokens[k].surface not in ("–", "—", "-", ":"):
            continue
        state = next((one.code for one in sentence.near if one.last == k and one.kind in ("state", "adjective")), None)
        if state is not None:
            mention.post = Post(
                shared.first, shared.last, shared.post_id, shared.words, shared.agency, state, None, [state],
                False, shared.former, shared.acting, shared.weak, shared.case,
            )  # fmt: skip


def _agency_behind(post: Post, tokens: Sequence[Token], k: int) -> int:
    """ "President Lorenzetti of the Supreme Court of Argentina": the agency stands after the name."""
    j = k
    while j < len(tokens) and tokens[j].lemma == "the":
        j += 1
    found = post_words().agencies.at(tokens, j) if j < len(tokens) else None
    if found is None:
        return k
    head = post_words().head_of.get(found[1][0].kind)
    if post.post_id == "president":
        post.post_id = head.slug if head is not None else "other"
    post.agency = found[1][0].name
    j = found[0]
    while j < len(tokens) and tokens[j].lemma in ("of", "the", "in"):
        j += 1
    return j


def _may_be_several(post: Post, sentence: Sentence) -> bool:
    """Whether a singular can be a plural as well: "главы ведомств А. и Б."."""
    word = sentence.tokens[post.first].surface
    return any(one.pos == "NOUN" and one.number == "plur" and one.case == "nomn" for one in readings(word))


def _without_abbreviation(gap: Sequence[Token]) -> Sequence[Token]:
    """ "Chief Justice of Pakistan (CJP), Mr Justice …": what is bracketed names the post again."""
    if len(gap) >= 3 and gap[0].surface == "(" and gap[2].surface == ")" and gap[1].surface.isupper():
        return gap[3:]
    return gap


def _state_after(post: Post | None, name: Name, sentence: Sentence) -> str | None:
    """ "Prosecutor General Le Minh Tri of Vietnam": the state stands after the name."""
    tokens = sentence.tokens
    k = name.last
    if k < len(tokens) and tokens[k].lemma in ("of", "from", "(", "for"):
        k += 1
        if post is not None and post.post_id in ("president", "other") and post.last - post.first <= 2:
            k = _agency_behind(post, tokens, k)
        while k < len(tokens) and tokens[k].lemma in ("the",):
            k += 1
        one = next(
            (near for near in sentence.near if near.first == k and near.kind in ("state", "adjective", "organisation")),
            None,
        )
        if one is not None:
            if one.kind != "organisation":
                if post is not None:
                    post.state, post.states = one.code, [one.code]
                return one.code
            if post is not None:
                post.organisation = one.code
    return None


def _of_agency(name: Name, sentence: Sentence) -> Post | None:
    """ "N. of the Supreme Court of Montenegro": somebody of an agency, in which post is not said."""
    tokens = sentence.tokens
    k = name.last
    if k + 2 >= len(tokens) or tokens[k].lemma not in ("of", "from", "из"):
        return None
    k += 1
    while k < len(tokens) and tokens[k].lemma == "the":
        k += 1
    found = post_words().agencies.at(tokens, k)
    if found is None:
        return None
    j = found[0]
    while j < len(tokens) and tokens[j].lemma in ("of", "the", "in"):
        j += 1
    state = next((near.code for near in sentence.near if near.first == j and near.kind == "state"), None)
    if state is None:
        return None
    agency = found[1][0].name
    return Post(k, found[0], "other", agency, agency, state, None, [state], False, False, False, True, None)


def _chained(gap: Sequence[Token], start: int, sentence: Sentence) -> bool:
    """Whether only a lesser post stands between a post and the name: "министр юстиции, председатель совета А."."""
    if not 2 <= len(gap) <= 12 or gap[0].surface not in (",", "(", "–", "-", "—"):
        return False
    lesser = [post for post in sentence.posts if start < post.first <= start + 2]
    if not lesser:
        return False
    covered = {k for one in sentence.near for k in range(one.first, one.last)} | set(
        range(lesser[0].first, lesser[0].last)
    )
    rest = [token for k, token in enumerate(gap, start) if k not in covered]
    return (
        all(not token.word or not token.capital for token in rest)
        and not any(token.surface in (".", ";") for token in rest)
        and sum(token.surface == "," for token in rest) <= 2
        and not any(is_verb(token) for token in rest)
    )


def _fills(token: Token) -> bool:
    if token.surface.isascii() and token.surface.isupper() and 2 <= len(token.surface) <= 4:
        return True  # a degree or rank: "Mohammed Adoke, SAN, the Attorney General"
    return token.lemma.rstrip(".") in _FILL or token.surface in _FILL or token.lemma in word_set("names", "titles")
