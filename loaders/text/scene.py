"""One document taken apart: for each sentence its words, places, posts, names, dates, topics and bodies;
and the persons of the text, each with all mentions and the post it holds there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .beside import mentions_in
from .dates import DateFound, find_dates
from .document import Document
from .figures import figures_of
from .gatherings import BodyFound, BodyWords
from .ner import Recogniser
from .own_bodies import own_bodies
from .people import Figure, Mention, Name, english_runs, names_in
from .places import Places
from .posts import Near, Post, find_posts
from .surnames import surnames_again
from .tokens import Token, tokens_of
from .topics import TopicHit, topic_words
from .towns import towns_in

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
    #: Whether a dateline tells where the page was written.
    dated_at: bool = False
    state_names: dict[str, str] = field(default_factory=dict)

    #: Who is named in each sentence as somebody of a state; parties_of() fills it.
    parties: dict[int, list[Party]] = field(default_factory=dict)

    #: The states of each office that is told without its holder (parties.py); worked out when first asked for.
    offices: dict[str, set[str]] | None = None

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
        left = [code for code, times in counted.items() if code not in taken and times >= 2]
        if len(counted) == 3 and len(left) == 1 and len(taken & set(counted)) == 2:
            return left[0]  # of three states: "met his counterparts from Laos and China", on a page of Vietnam
        first = [code for code, _ in counted.most_common(2)]
        if len(first) < 2 or sum(counted[code] for code in first) < 0.7 * sum(counted.values()):
            return None
        left = [code for code in first if code not in taken]
        return left[0] if len(left) == 1 else None

    def only_state(self) -> str | None:
        """The state of a text that names no other."""
        named = {near.code for one in self.sentences for near in one.near if near.kind in ("state", "adjective")}
        return next(iter(named)) if len(named) == 1 else None

    def states_named(self) -> int:
        """How many states and organisations a text names, or its persons are of."""
        named = {one.code for sentence in self.sentences for one in sentence.near}
        return len(named | {one.state for one in self.figures if one.state is not None})

    def figure_of(self, mention: Mention) -> Figure:
        """The person whom a mention names."""
        return self._figures[id(mention)]


def scene_of(document: Document, places: Places, bodies: BodyWords, recogniser: Recogniser | None) -> Scene:
    """Take a document apart."""
    anchor = _day_of_writing(document)
    prose = document.prose
    if document.language == "en":
        bodies = bodies.with_names(own_bodies(prose, bodies))
    russian = document.language == "ru" and bool(prose.strip())
    spans = list(recogniser(prose)) if recogniser is not None and russian else []
    sentences = []
    title = document.title or ""
    for index, (start, end) in enumerate(document.sentences):
        inside = [(a, b) for a, b in spans if a < end and start < b]
        sentence = _sentence(document, index, start, end, places, bodies, inside, anchor)
        sentence.title = index == 0 and bool(title) and document.text[start:end].strip(" .") in title
        sentences.append(sentence)
    _of_tatarstan(sentences)
    figures = figures_of(sentences)
    if surnames_again(sentences, figures, document.language):
        figures = figures_of(sentences)
    return Scene(document, anchor, sentences, figures, *_home(document, sentences))


def _of_tatarstan(sentences: Sequence[Sentence]) -> None:
    """ "РТ" is Tatarstan, not Tajikistan, where the text names Tatarstan."""
    words = {token.lemma for sentence in sentences for token in sentence.tokens}
    if "татарстан" not in words:
        return
    for sentence in sentences:
        sentence.near = [one for one in sentence.near if sentence.tokens[one.first].surface != "РТ"]
        for post in sentence.posts:
            if post.state == "TJ":
                post.state, post.states = "RU", ["RU"]


def _home(document: Document, sentences: Sequence[Sentence]) -> tuple[str | None, bool]:
    """The state from which a page is written, as far as it shows (its dateline, its address, the cities it names), and
    whether a dateline tells it."""
    from collections import Counter

    cities = [near for sentence in sentences[:4] for near in sentence.near if near.kind == "city"]
    opening = [near for sentence in sentences[:4] if not sentence.title for near in sentence.near if near.first == 0]
    if document.dateline and (cities := [near for near in opening if near.kind == "city"] or cities):
        return cities[0].code, True
    opens = [one for sentence in sentences[:6] if (one := _opens_with_city(sentence)) is not None]
    if opens:
        return opens[0].code, True
    if document.url:
        from urllib.parse import urlsplit

        try:
            end = (urlsplit(document.url).hostname or "").rsplit(".", 1)[-1].upper()
        except ValueError:
            end = ""
        end = {"UK": "GB", "SU": "RU"}.get(end, end)
        if len(end) == 2 and any(near.code == end for sentence in sentences for near in sentence.near):
            return end, False
    counted = Counter(near.code for sentence in sentences for near in sentence.near if near.kind == "city")
    return (counted.most_common(1)[0][0] if counted else None), False


def _opens_with_city(sentence: Sentence) -> Near | None:
    """The city of a dateline without a day: "JAKARTA (JP): …", "ISLAMABAD: …", "KIGALI - …"."""
    tokens = sentence.tokens
    one = next((near for near in sentence.near if near.first == 0 and near.kind == "city"), None)
    if one is None or one.last + 2 >= len(tokens) or not tokens[0].surface.isupper():
        return None
    k = one.last
    if tokens[k].surface == "(":
        k = next((j + 1 for j in range(k, min(k + 6, len(tokens))) if tokens[j].surface == ")"), k)
    return one if k < len(tokens) and tokens[k].surface in (":", "–", "—", "-") else None


#: So many days after it was written a page may be published.
_LATE = dt.timedelta(days=6)


def _day_of_writing(document: Document) -> dt.date | None:
    """The day that "today" means: that of the dateline, where the page came out some days later."""
    published = _day(document.published)
    if published is None or document.dateline is None or not document.dateline.startswith("--"):
        return published
    written = _day(f"{published.year}{document.dateline[1:]}")
    return written if written is not None and dt.timedelta(0) <= published - written <= _LATE else published


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
    near = [one for one in near if not _language(one, tokens) and not _in_source(one, tokens)]
    near += towns_in(tokens, near)
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
    if not found:
        found = [*found, *_of_circle(posts, near, bodies)]
    names = names_in(tokens, near, posts, spans)
    names = [_with_city(one, near, tokens) for one in names if not _only_city(one, near, tokens)]
    near = [one for one in near if one.kind != "city" or not any(n.first <= one.first < n.last for n in names)]
    dates = [_moved(one, start) for one in find_dates(text[start:end], document.language, anchor)]
    sentence = Sentence(index, start, end, tokens, near, posts, names, dates, topic_words().find(tokens), found)
    sentence.lemmas = [token.lemma for token in tokens]
    mentions_in(sentence)
    return sentence


#: So far from the start of a sentence the bracket of a dateline ends.
_SOURCE = 16


def _in_source(one: Near, tokens: Sequence[Token]) -> bool:
    """Whether a name stands only in the bracket of a dateline: "TUNIS, (UrduPoint / Pakistan Point News / WAM - …)"."""
    opens = next((k for k in range(1, min(4, len(tokens))) if tokens[k].surface == "("), None)
    if opens is None or not tokens[0].surface.isupper():
        return False
    closes = next((k for k in range(opens, min(opens + _SOURCE, len(tokens))) if tokens[k].surface == ")"), None)
    return closes is not None and opens < one.first < closes


#: The circle of those who hold a post in several states.
_CIRCLES = {
    "prosecutor_general": "prosecutors",
    "minister_justice": "justice",
    "chief_justice": "courts",
    "minister_interior": "interior",
}


def _of_circle(posts: Sequence[Post], near: Sequence[Near], bodies: BodyWords) -> list[BodyFound]:
    """The body of an organisation whose members' officials stand in a sentence state by state: "Министры юстиции
    Узбекистана, Казахстана и России согласовали направления взаимодействия между государствами ШОС"."""
    for post in posts:
        circle = _CIRCLES.get(post.post_id)
        if circle is None or not post.plural or len(set(post.states)) < 4:
            continue
        for one in near:
            if one.kind == "organisation" and one.first > post.last and f"{one.code} {circle}" in bodies.pairs:
                return [BodyFound(bodies.pairs[f"{one.code} {circle}"], post.first, post.last)]
    return []


def _only_city(name: Name, near: Sequence[Near], tokens: Sequence[Token]) -> bool:
    """Whether a name is a city after a word of place, nobody's name: "в г. Нур-Султане"."""
    before = [token.lemma for token in tokens[max(0, name.first - 2) : name.first] if token.surface != "."]
    return (
        bool(before)
        and before[-1] in ("в", "во", "г", "город", "in", "city")
        and any(one.kind == "city" and one.first <= name.first and name.last <= one.last for one in near)
    )


def _with_city(name: Name, near: Sequence[Near], tokens: Sequence[Token]) -> Name:
    """A name with the city that is its last word, as of a family: "Miguel Ángel Méndez Buenos Aires"."""
    city = next((one for one in near if one.kind == "city" and one.first == name.last), None)
    alone = city is not None and tokens[name.last].surface.isascii() and name.last - name.first >= 2
    return Name(name.first, city.last) if city is not None and alone else name


def _language(one: Near, tokens: Sequence[Token]) -> bool:
    """Whether an adjective names a language: "(in Spanish, Subprocurador General)", "speaking in French"."""
    if one.kind != "adjective" or not one.first or tokens[one.first - 1].lemma not in ("in", "into"):
        return False
    return one.last >= len(tokens) or not tokens[one.last].word or tokens[one.last].lemma in ("and", "or")


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


def token_at(sentence: Sentence, start: int) -> int:
    """The token that stands at a place in the text, or the one after it; the number of tokens past the end."""
    for k, token in enumerate(sentence.tokens):
        if token.end > start:
            return k
    return len(sentence.tokens)
