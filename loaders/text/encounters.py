"""Drafts become values: each :class:`Encounter` with date, place, people, and where each of these stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from .attendance import of_earlier
from .capacities import SECRETARIATS
from .cues import Cue, inside_of, own_words
from .drafts import Draft, abs_days, earlier, head_of_state
from .other_matters import day_of_paper, ends_document, signed_there
from .parties import holder_of
from .people import Figure
from .post_forms import singular
from .posts import Near, Post
from .reading import Basis, Encounter, Fact, Kind, Person, Reading, Span
from .scene import Scene, Sentence, token_at
from .to_come import is_planned
from .triggers import invitations, triggers

#: Words of a meeting that nobody travels to.
_ONLINE = tuple(
    "онлайн онлайн-формат видеоконференция видео-конференция видеоконференцсвязь вкс online videoconference virtual "
    "videolink".split()
)


def encounter_of(draft: Draft, scene: Scene, drafts: Sequence[Draft] = ()) -> Encounter:
    """A draft as an :class:`Encounter`, each value with its place.

    ``drafts`` are all of the page: the city that the sentence of another one names is not this one's.
    """
    document = scene.document
    lead = draft.cues[0]
    best = next((cue for cue in draft.cues if not cue.sentence.title and cue.held), lead)
    span = document.span(best.sentence.start, best.sentence.end)
    kind: Kind = "session" if draft.session else _kind(draft)
    one = Encounter(kind, span, rule=lead.rule, background=draft.background, planned=draft.planned)
    one.type_alt = sorted({_KINDS[other] for other in draft.kinds if _KINDS[other] != kind})
    if draft.session:
        bodies = [cue.body for cue in draft.cues if cue.body is not None]
        one.body, one.body_thing = bodies[0].body.name, bodies[0].body.thing
        one.ordinal = next((found.ordinal for found in bodies if found.ordinal is not None), None)
    _fill_date(one, draft, scene)
    _fill_place(one, draft, scene, [other for other in drafts if other is not draft])
    _fill_people(one, draft, scene)
    if (
        one.type == "bilateral meeting"
        and len(one.states) >= _MANY_STATES
        and not any(person.name for person in one.participants)  # one may receive the envoys of many
    ):
        one.type = "conference"  # "Делегации Беларуси, Молдовы, России и Украины встретились в Харькове"
    for k, signed in enumerate(draft.documents):
        one.documents.append(signed.words)
        one.facts[f"documents:{k}"] = Fact(document.span(signed.start, signed.end), "stated", signed.rule, 0.85)
    one.online = any(cue.sentence.has(*_ONLINE) for cue in draft.cues)
    return one


#: A meeting of so many states is no bilateral one; three may be a meeting of one with two.
_MANY_STATES = 4

_KINDS: dict[str, str] = {
    "meeting": "bilateral meeting",
    "visit": "visit",
    "signing": "signing",
    "conference": "conference",
    "session": "session",
}


def _kind(draft: Draft) -> Kind:
    if "conference" in draft.kinds:
        return "conference"
    if "meeting" in draft.kinds:
        return "bilateral meeting"
    if draft.documents and "visit" not in draft.kinds:
        return "signing"
    if "visit" in draft.kinds:
        return "visit"
    return "signing"


def _fill_date(one: Encounter, draft: Draft, scene: Scene) -> None:
    dated = [cue for cue in draft.cues if cue.date is not None and cue.date.value]
    if not draft.planned and scene.anchor is not None:  # what was held was held by the day of the page
        dated = [cue for cue in dated if not _to_come(cue, scene.anchor)]
    dated.sort(key=lambda cue: -len((cue.date.value if cue.date else "") or ""))
    if dated:
        found = dated[0].date
        assert found is not None
        one.date, one.date_end = found.value, found.last
        today = scene.anchor.isoformat() if scene.anchor is not None else ""
        if draft.planned and found.assumed_year and (found.value or "") < today[:7] <= (found.other or ""):
            one.date, one.date_end = found.other, None  # "in March", told in December: the next one
        if draft.planned and found.relative and (found.value or "") < today <= (found.other or ""):
            one.date, one.date_end = found.other, None  # "on Wednesday", told on a Tuesday: tomorrow
        basis: Basis = "inferred" if found.relative or found.assumed_year else "stated"
        one.facts["date"] = Fact(scene.document.span(found.start, found.end), basis, "date", 0.9)
        return
    if draft.background or draft.planned:
        return
    lead = draft.cues[0].sentence.index
    for sentence in scene.sentences[max(0, lead - 2) : lead + 3]:
        if triggers().marked("background", sentence.tokens) or draft.tells(sentence):
            continue
        if any(kind == "visit" for kind, *_ in triggers().told(sentence.tokens)) and "visit" not in draft.kinds:
            continue  # "was signed during his visit to Iran in February 2021": the day of another journey
        near = next(
            (
                found
                for found in sentence.dates
                if found.value
                and len(found.value) in (7, 10)
                and not found.last
                and not signed_there(sentence, token_at(sentence, found.start))
                and not day_of_paper(found, sentence)
                and not ends_document(found, sentence)
            ),
            None,
        )
        if (
            near is not None
            and not (scene.document.dateline and near.value in (scene.document.dateline, _anchor(scene)))
            and not is_planned(sentence, 0)
            and not (scene.anchor is not None and earlier(near.value or "", scene.anchor.isoformat()))
        ):
            one.date = near.value
            one.facts["date"] = Fact(scene.document.span(near.start, near.end), "inferred", "date-near", 0.6)
            return
    fallback = None
    if scene.document.dateline:
        fallback = scene.document.dateline
        if scene.anchor is not None and fallback == f"--{scene.anchor:%m-%d}":
            fallback = scene.anchor.isoformat()
    elif scene.anchor is not None:
        fallback = scene.anchor.isoformat()
    if fallback is not None:
        one.date = fallback
        one.facts["date"] = Fact(one.span, "inferred", "publication-date", 0.5)


def _to_come(cue: Cue, anchor: dt.date) -> bool:
    value = (cue.date.value if cue.date is not None else None) or ""
    return not value.startswith("--") and value[:10] > anchor.isoformat()[: len(value)]


def _anchor(scene: Scene) -> str | None:
    return scene.anchor.isoformat() if scene.anchor is not None else None


def _fill_place(one: Encounter, draft: Draft, scene: Scene, others: Sequence[Draft]) -> None:
    for cue in draft.cues:
        if cue.city is not None and (one.place_city is None):
            one.place_city, one.place_state = cue.city.name, cue.city.code
            tokens = cue.sentence.tokens
            one.facts["place"] = Fact(
                scene.document.span(tokens[cue.city.first].start, tokens[cue.city.last - 1].end), "stated", "city", 0.9
            )
    if one.place_city is None and not draft.planned:
        _city_elsewhere(one, draft, scene, others)
    host = next((cue.host for cue in draft.cues if cue.host is not None), None) or _receiver(draft)
    place = next((cue.place for cue in draft.cues if cue.place is not None), None)
    if one.place_state is None:
        one.place_state = host or place
        if one.place_state is not None:
            one.facts["place_state"] = Fact(
                _told_in(draft, scene, host, place) or one.span,
                "inferred" if host else "stated",
                "host" if host else "state",
                0.8,
            )
    if one.place_state is None and not draft.background and not draft.planned:
        one.place_state = _building(draft, scene)
        if one.place_state is not None:
            one.facts["place_state"] = Fact(one.span, "inferred", "building", 0.6)
    if one.place_city is None and not draft.background and not draft.planned:
        _only_city(one, draft, scene, others)
    one.host_state = host or (one.place_state if draft.session or one.place_state in draft.states else None)


def _receiver(draft: Draft) -> str | None:
    """A head of state who meets an official of another state receives him at home."""
    heads = {one.state for one in draft.figures if head_of_state(one)}
    others = {one.state for one in draft.figures if not head_of_state(one) and one.state is not None}
    if len(heads) == 1 and others and not others & heads and "meeting" in draft.kinds and not draft.session:
        return next(iter(heads))
    return None


def _told_in(draft: Draft, scene: Scene, host: str | None, place: str | None) -> Span | None:
    """The sentence that tells the host or the place."""
    for cue in draft.cues:
        told = cue.host == host if host is not None else cue.place == place
        if told and not cue.sentence.title:
            return scene.document.span(cue.sentence.start, cue.sentence.end)
    return None


def _city_elsewhere(one: Encounter, draft: Draft, scene: Scene, others: Sequence[Draft]) -> None:
    """A city that a sentence after the telling one gives ("travelled to Ankara"), else the dateline's."""
    if draft.background:
        return
    lead = draft.cues[0].sentence.index
    states = set(draft.states) | set(draft.listed) | {cue.place for cue in draft.cues}
    for sentence in scene.sentences[lead : lead + 4]:
        if triggers().marked("background", sentence.tokens):
            continue
        told = [cue for cue in draft.cues if cue.sentence is sentence]
        if not told and (of_earlier(sentence, [draft], scene) or is_planned(sentence, 0)):
            continue
        if not told and _city_of_another(sentence, draft, others):
            continue
        ends = [own_words(cue) for cue in told] + [first for first, _, _ in invitations().find(sentence.tokens)]
        end = min(ends, default=len(sentence.tokens))
        for near in sentence.near:
            theirs = near.kind == "city" and near.first < end and near.code in states
            if theirs and inside_of(near, sentence) and not signed_there(sentence, near.first):
                one.place_city, one.place_state = near.name, near.code
                tokens = sentence.tokens
                span = scene.document.span(tokens[near.first].start, tokens[near.last - 1].end)
                one.facts["place"] = Fact(span, "inferred", "city-near", 0.7)
                return
    for title in scene.sentences[:1]:
        for near in title.near if title.title and not draft.planned else ():
            opens = (
                near.first == 0
                and title.tokens[near.last : near.last + 1][:1] != []
                and title.tokens[near.last].surface == ":"
            )
            if near.kind == "city" and (opens or inside_of(near, title)) and (near.code in states or draft.gathered):
                one.place_city, one.place_state = near.name, near.code
                one.facts["place"] = Fact(scene.document.span(title.start, title.end), "inferred", "headline", 0.6)
                return
    if scene.document.dateline:
        for sentence in scene.sentences[:4]:
            city = next((near for near in sentence.near if near.kind == "city" and near.first <= 1), None)
            if city is not None and (city.code in states or draft.session):
                host = next((cue.host for cue in draft.cues if cue.host is not None), city.code)
                if host == city.code:
                    one.place_city, one.place_state = city.name, city.code
                    one.facts["place"] = Fact(
                        scene.document.span(sentence.start, sentence.end), "inferred", "dateline", 0.5
                    )
                return


def _city_of_another(sentence: Sentence, draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether a journey of other days has its city from a sentence."""
    mine = draft.date
    return any(
        cue.sentence is sentence and cue.city is not None
        for other in others
        if mine and other.date and 4 < abs_days(mine, other.date) < 9999
        for cue in other.cues
    )


def _only_city(one: Encounter, draft: Draft, scene: Scene, others: Sequence[Draft]) -> None:
    """The only city of the host state that the text tells of as a place, where no sentence of the encounter names it:
    "made a business trip to London … In the course of the visit he met N."."""
    states = {one.place_state} if one.place_state is not None else set(draft.states)
    found: dict[str, tuple[Near, Sentence]] = {}
    for sentence in scene.sentences:
        cities = [one for one in sentence.near if one.kind == "city" and one.code in states and one.first]
        if not cities or triggers().marked("background", sentence.tokens):
            continue
        if not draft.tells(sentence) and _city_of_another(sentence, draft, others):
            continue
        invited = min((first for first, _, _ in invitations().find(sentence.tokens)), default=len(sentence.tokens))
        for near in cities:
            if invited < near.first or signed_there(sentence, near.first):
                continue  # "принял приглашение приехать в Ханой"
            if any(cue.sentence is sentence and near.first >= own_words(cue) for cue in draft.cues):
                continue  # "to review the memorandum that both sides signed in Samarkand"
            if inside_of(near, sentence) or sentence.tokens[near.first - 1].lemma in ("to", "в", "во"):
                found.setdefault(near.name, (near, sentence))
    if len(found) == 1:
        near, sentence = next(iter(found.values()))
        one.place_city, one.place_state = near.name, near.code
        span = scene.document.span(sentence.tokens[near.first].start, sentence.tokens[near.last - 1].end)
        one.facts["place"] = Fact(span, "inferred", "city-of-text", 0.6)


#: What an agency's house is called; "the judge of the court of X" is in no house.
_HOUSES = frozenset("hall building headquarters premise premises seat house office headquarter".split())


def _building(draft: Draft, scene: Scene) -> str | None:
    """Where a meeting was held in an agency's house: "в Генеральной прокуратуре Казахстана"."""
    from .post_words import post_words

    for cue in draft.cues:
        tokens = cue.sentence.tokens
        for k, token in enumerate(tokens):
            if token.lemma not in ("в", "at", "in", "здание", "building", "of"):
                continue
            j = k + 1
            while j < len(tokens) and tokens[j].lemma in ("the", "здание", "building", "of"):
                j += 1
            found = post_words().agencies.at(tokens, j)
            if found is None or found[1][0].kind == "embassy":
                continue
            hall = token.lemma != "of" or any(one.lemma in _HOUSES for one in tokens[max(0, k - 2) : k])
            owner = found[0]  # "the Ministry of Justice of Georgia": the state stands after the article, if any
            while hall and owner < len(tokens) and tokens[owner].lemma in ("the", "of"):
                owner += 1
            state = next(
                (near.code for near in cue.sentence.near if near.first == owner and near.kind == "state"), None
            )
            if state is None:
                first = next((figure for figure in draft.figures if figure.state is not None), None)
                if first is not None and token.lemma == "в":
                    state = first.state
            if state is not None and state in draft.states:
                return state
    city = scene.home
    return city if city in draft.states else None


def _fill_people(one: Encounter, draft: Draft, scene: Scene) -> None:
    for figure in draft.figures:
        person = person_of(figure, scene, [cue.sentence for cue in draft.cues])
        one.participants.append(person)
    for post in draft.unnamed:
        if post.post_id == "counterpart":
            continue
        one.participants.append(person_of_post(post, scene, draft.cues[0].sentence))
    states: list[str] = []
    for person in one.participants:
        if person.state is not None and person.state not in states:
            states.append(person.state)
    source = draft.listed if draft.session else [*draft.states, *(draft.listed if draft.gathered else ())]
    for code in source:
        if code not in states:
            states.append(code)
    if draft.gathered and len(states) >= 3 and one.place_state is not None and one.place_state not in states:
        states.append(one.place_state)  # who is host to a sitting takes part, though the list names the guests
    for code in states:
        told = next(
            (cue.sentence for cue in draft.cues if code in cue.states and not cue.sentence.title),
            next((one for one in scene.sentences if draft.gathered and code in one.states and not one.title), None),
        )
        if told is not None:
            one.facts[f"states:{code}"] = Fact(scene.document.span(told.start, told.end), "stated", "state", 0.85)
    one.states = [] if draft.session and draft.background else sorted(states)


def person_of(figure: Figure, scene: Scene, told: Sequence[Sentence] = ()) -> Person:
    """A person of the text as a value; the passage is where the sentences ``told`` name the person or the office."""
    inside = {sentence.index for sentence in told if not sentence.title}
    mention = next((one for one in figure.mentions if one.sentence in inside), None)
    post = figure.post
    if mention is None and post is not None:
        for sentence in told:
            office = next(
                (one for one in sentence.posts if not sentence.title and holder_of(one, scene) is figure), None
            )
            if office is not None:
                last = sentence.tokens[min(office.last, len(sentence.tokens)) - 1]
                span = scene.document.span(sentence.tokens[office.first].start, last.end)
                break
        else:
            mention, span = figure.mentions[0], None
    elif mention is None:
        mention, span = figure.mentions[0], None
    if mention is not None:
        span = scene.document.span(mention.start, mention.end)
    person = Person(figure.name, span=span, official=figure.official)
    if post is not None:
        words = singular(post.words) if post.case is not None else post.words
        person.post, person.post_id, person.agency = words, post.post_id, agency_of(post)
    person.state = figure.state
    if figure.inferred:
        person.basis = "inferred"
    if figure.derived:
        person.basis = "derived"
    return person


def person_of_post(post: Post, scene: Scene, sentence: Sentence) -> Person:
    """An office-holder without a name as a value."""
    start, end = sentence.tokens[min(post.first, len(sentence.tokens) - 1)].start, sentence.tokens[-1].end
    return Person(
        None, post.words, post.post_id, agency_of(post), post.state, scene.document.span(start, end), confidence=0.7
    )


def agency_of(post: Post) -> str | None:
    """The short English name of the agency or secretariat of a post."""
    if post.organisation is not None:
        if post.post_id in ("exec_secretary", "deputy_exec_secretary") and "CIS" in post.organisation:
            return "CIS CCPG Secretariat"
        if post.post_id in SECRETARIATS:
            return f"{post.organisation} Secretariat"
        return post.organisation
    return post.agency


def _several_beside(drafts: Sequence[Draft], scene: Scene) -> int | None:
    """After which sentence the meetings on the margins of something are told one by one: "On the margins of the
    conference the minister had a number of meetings"."""
    told = {cue.sentence.index for draft in drafts for cue in draft.cues}
    for sentence in scene.sentences:
        if sentence.title or sentence.index in told or not triggers().marked("sidelines", sentence.tokens):
            continue
        if any(token.surface.lower() in ("meetings", "встреч", "встречи", "talks") for token in sentence.tokens):
            return sentence.index
    return None


def on_sidelines(drafts: Sequence[Draft], made: Mapping[int, Encounter], scene: Scene) -> None:
    """A meeting on the sidelines of a session is where the session is, and then where no day of its own is told."""
    occasion = next((one for one in drafts if one.gathered and not one.planned and made[id(one)].place_state), None)
    if occasion is None:
        return
    there = made[id(occasion)]
    since = _several_beside(drafts, scene)
    for draft in drafts:
        one = made[id(draft)]
        beside = any(cue.sidelines and not cue.sentence.title for cue in draft.cues)
        beside = beside or (since is not None and draft.cues[0].sentence.index > since)
        if draft.gathered or draft.planned or draft.background or not beside:
            continue
        if not any(cue.city is not None or cue.host is not None for cue in draft.cues):
            one.place_city, one.place_state = there.place_city, there.place_state
            fact = there.facts.get("place") or there.facts.get("place_state")
            span = fact.span if fact is not None else there.span
            one.facts["place_state"] = Fact(span, "inferred", "sidelines", 0.75)


def _same_days(one: Encounter, other: Encounter) -> None:
    """Give an encounter whose only day is that of the page the day of another that it belongs to."""
    mine, theirs = one.facts.get("date"), other.facts.get("date")
    if mine is not None and mine.rule == "publication-date" and theirs is not None and theirs.rule == "date":
        one.date, one.date_end = other.date, other.date_end
        one.facts["date"] = Fact(theirs.span, "inferred", "day-of-visit", 0.6)


def beside_each_other(drafts: Sequence[Draft], made: Mapping[int, Encounter]) -> None:
    """Meetings that one person had one after the other are when and where the first of them is told to have been."""
    front = [one for one in drafts if not (one.planned or one.background or one.session)]
    if not front:
        return
    first, there = front[0], made[id(front[0])]
    place = there.facts.get("place") or there.facts.get("place_state")
    for draft in front[1:]:
        one = made[id(draft)]
        if not any(figure in first.figures for figure in draft.figures):
            continue
        _same_days(one, there)
        told = one.facts.get("place") or one.facts.get("place_state")
        guess = told is None or told.rule in ("dateline", "building")
        near = one.date in (None, there.date) or (there.date is not None and abs_days(one.date, there.date) <= 2)
        if guess and place is not None and place.rule != "dateline" and near:
            one.place_city, one.place_state = there.place_city, there.place_state
            one.facts.pop("place", None)
            one.facts["place_state"] = Fact(place.span, "inferred", "place-of-first", 0.6)


def parts_of_visits(reading: Reading, day: dt.date | None = None) -> None:
    """Meetings of a guest in the state that he visits are parts of the visit; dates without a year take the text's."""
    full = [one.date for one in reading.encounters if one.date and len(one.date) == 10 and not one.background]
    if not full and day is not None:
        full = [day.isoformat()]  # the day that heads the text
    for one in reading.encounters:
        if one.date and one.date.startswith("--") and len(one.date) == 7 and full and abs_days(one.date, full[0]) <= 31:
            one.date = full[0][:4] + one.date[1:]
            fact = one.facts.get("date")
            if fact is not None:
                one.facts["date"] = Fact(fact.span, "inferred", fact.rule, 0.8)
    for k, visit in enumerate(reading.encounters):
        if visit.type != "visit" or visit.place_state is None:
            continue
        guests = {person.name for person in visit.participants if person.name and person.state != visit.place_state}
        for n, one in enumerate(reading.encounters):
            if n == k or one.type != "bilateral meeting" or not guests & {person.name for person in one.participants}:
                continue
            if one.place_state in (None, visit.place_state):
                one.part_of = k
                mine, theirs = one.facts.get("date"), visit.facts.get("date")
                if (
                    mine is not None
                    and mine.rule == "publication-date"
                    and theirs is not None
                    and theirs.rule == "date"
                ):
                    one.date, one.date_end = visit.date, visit.date_end
                    one.facts["date"] = Fact(theirs.span, "inferred", "part-of-visit", 0.6)
                if one.place_state is None:
                    one.place_state = visit.place_state
                    one.facts["place_state"] = Fact(visit.span, "inferred", "part-of-visit", 0.7)
