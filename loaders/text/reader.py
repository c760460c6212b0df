"""Reads a document: makes what it needs once, and gives all that the text tells.

reader = make_reader(graph)          # a comity.open() graph
reading = reader.read(read_document(path))
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .ahead import invited_to, told_in_clause
from .attendance import owners_of
from .belonging import (
    acts_for,
    at_home,
    behind_post,
    guest_in,
    headed,
    itemised,
    led_by,
    likewise,
    met_there,
    of_agency_told,
    of_others,
    only_where,
    travels_to,
)
from .capacities import (
    NO_STATE,
    accredited_to,
    delegated,
    delegation_before,
    host_of_envoy,
    of_organisation,
    other_office,
    our_country,
    represented_before,
    represents,
    same_agency,
    settle_post,
    state_beside,
    unheld_office,
)
from .document import Document, read_document
from .encounters import beside_each_other, encounter_of, on_sidelines, parts_of_visits, person_of
from .folding import drafts_of
from .gatherings import BodyWords
from .gazetteer import Gazetteer, Tenure, gazetteer_of
from .in_order import pair_in_order, share_in_order
from .institution import bodies_told, instruments_in
from .ledger import complete, ledger_of
from .looking_back import met_by_guest
from .ner import LOST, recogniser
from .parties import eponym, speaks_for
from .people import Figure
from .places import Places, places_from
from .posts import Post
from .reading import Encounter, Fact, Reading
from .scene import Scene, Sentence, scene_of
from .short_names import by_short_name, short_names
from .triggers import triggers

if TYPE_CHECKING:
    from ...queries.session import Graph


class Reader:
    """The gazetteer of one generation, the words and the models; made once a process."""

    def __init__(self, known: Gazetteer, places: Places) -> None:
        self.known = known
        self.bodies = BodyWords(known.bodies, known.organisations)
        self.places = places
        self.recogniser = recogniser()
        self.language = "ru"

    def read(self, document: Document) -> Reading:
        """All that one document tells."""
        self.language = "ru" if document.language == "ru" else "en"
        scene = scene_of(document, self.places, self.bodies, self.recogniser)
        scene.state_names = self.known.states.get(self.language, {})
        self._identify(scene)
        reading = Reading(document.language)
        if self.recogniser is None:
            reading.notes.append(LOST)
        drafts = drafts_of(scene)
        made = {id(draft): encounter_of(draft, scene, drafts) for draft in drafts}
        for draft in drafts:
            (reading.planned if draft.planned else reading.encounters).append(made[id(draft)])
        owners = owners_of(drafts, scene)
        for sentence in scene.sentences:
            owner = owners.get(sentence.index)
            if owner is not None:
                self._tell(made[id(owner)], sentence, scene)
            if owner is not None and owner.planned and not owner.session:
                # what is to be signed, or who is to come, was spoken of at the meeting
                held = next((one for one in drafts if not one.planned and not one.background and not one.session), None)
                if held is not None and sentence.index > held.cues[0].sentence.index:
                    self._tell(made[id(held)], sentence, scene)
        reading.bodies = bodies_told(scene, self.known)
        items = ledger_of(scene) if drafts or scene.states_named() > 1 else []  # a page of one state's own affairs
        reading.ledger = [item for item, _ in items]
        invited = invited_to(items, reading.planned, scene)
        to_gather = {(one.span.start, one.span.end) for one in invited if one.type == "conference"}
        # "the next encounter will be in Cartagena: N. has invited M. to a summit": what is told twice is the summit
        reading.planned = [
            one for one in reading.planned if one.body or (one.span.start, one.span.end) not in to_gather
        ]
        reading.planned += invited
        if any(not one.background for one in reading.encounters):
            reading.planned = told_in_clause(reading.planned, scene) + reading.planned
        # what has a day or a number is what the page announces, not what is planned beside it
        reading.planned.sort(key=lambda one: (one.body is None, one.date is None and one.ordinal is None))
        places = {id(made[id(draft)]): k for k, draft in enumerate(draft for draft in drafts if not draft.planned)}
        for item, sentence in items:
            owner = owners.get(sentence.index)
            if owner is not None:
                item.said_at = places.get(id(made[id(owner)]))
            complete(item, reading)
        on_sidelines(drafts, made, scene)
        beside_each_other(drafts, made)
        parts_of_visits(reading, scene.day)
        ahead = next((draft for draft in drafts if reading.planned and made[id(draft)] is reading.planned[0]), None)
        told = [draft for draft in drafts if not draft.planned or draft is ahead]
        taking_part = {id(figure) for draft in told for figure in draft.figures}
        reading.others = [
            person_of(figure, scene)
            for figure in scene.figures
            if id(figure) not in taking_part and figure.post is not None and not figure.derived
        ]
        return reading

    def _tell(self, one: Encounter, sentence: Sentence, scene: Scene) -> None:
        """Topics and instruments that a sentence of an encounter names."""
        span = scene.document.span(sentence.start, sentence.end)
        for hit in sentence.topics:
            if hit.strong and hit.topic not in one.topics:
                one.topics.append(hit.topic)
                one.facts[f"topics:{hit.topic}"] = Fact(span, "stated", "topic", 0.85)
        for words, _, place in instruments_in(sentence, scene, self.known):
            if words not in one.instruments and not any(words in known for known in one.documents):
                one.facts[f"instruments:{len(one.instruments)}"] = Fact(place, "stated", "instrument", 0.8)
                one.instruments.append(words)

    def _identify(self, scene: Scene) -> None:
        """Settle the state of each person, and who of the graph it is."""
        for figure in scene.figures:
            if figure.post is not None:
                figure.state = figure.post.state
            elif figure.state is None:
                figure.state = next((one.state for one in figure.mentions if one.state is not None), None)
                if figure.state is None:
                    led = (led_by(one, scene.sentences[one.sentence]) for one in figure.mentions)
                    figure.state = next((state for state in led if state is not None), None)
        for figure in scene.figures:
            settle_post(figure, scene)
            if figure.post is not None and all(eponym(one, scene.sentences[one.sentence]) for one in figure.mentions):
                figure.post = None  # "the university named after President N.": who took part in nothing
        pair_in_order(scene)
        share_in_order(scene)
        day = scene.day
        for figure in scene.figures:
            self._link(figure, day, scene)
        self._likewise(scene)
        for figure in scene.figures:
            office = other_office(figure, scene)
            if office is not None:
                figure.post, figure.state, figure.inferred = office, office.state, True
        open_ones = [
            figure
            for figure in scene.figures
            if figure.state is None
            and figure.post is not None
            and figure.post.organisation is None
            and figure.post.post_id not in NO_STATE
        ]
        known = short_names(scene) if open_ones else {}
        for figure in open_ones:
            told = [behind_post(one, scene.sentences[one.sentence]) for one in figure.mentions]
            told += [by_short_name(one, scene.sentences[one.sentence], known) for one in figure.mentions]
            state = next((one for one in told if one is not None), None)
            if state is not None:
                figure.state, figure.inferred = state, True
        for figure in open_ones:
            if figure.state is None:
                self._infer(figure, scene)
        self._likewise(scene)

    @staticmethod
    def _likewise(scene: Scene) -> None:
        for figure in scene.figures:
            same = likewise(figure, scene)
            if same is not None:
                figure.post, figure.inferred, figure.post_sentence = same, True, figure.mentions[0].sentence

    @staticmethod
    def _infer(figure: Figure, scene: Scene) -> None:
        """The state of a person whose post names none: the one that the sentence leaves over, or the page's own."""
        for mention in figure.mentions:
            sentence = scene.sentences[mention.sentence]
            first = mention.opens
            body = of_organisation(mention, sentence)
            if body is not None and figure.post is not None:
                figure.post.organisation = body
                return
            led = (
                itemised(mention, sentence)
                or acts_for(mention, sentence)
                or represents(mention, sentence)
                or met_there(mention, sentence)
                or delegation_before(sentence, first)
                or represented_before(sentence, first)
                or our_country(mention, sentence, scene)
                or at_home(mention, sentence, scene)
                or state_beside(mention, sentence, scene)
                or delegated(sentence, scene)
            )
            if led is not None:
                figure.state, figure.inferred = led, True
                return
        away = travels_to(figure, scene) | of_others(figure, scene) | guest_in(figure, scene)
        office = of_agency_told(figure, scene) or unheld_office(figure, scene)
        if office is not None and office not in away:
            figure.state, figure.inferred = office, True
            return
        host = host_of_envoy(figure, scene)
        if host is not None:
            figure.state, figure.inferred = host, True
            return
        for mention in figure.mentions:
            sentence = scene.sentences[mention.sentence]
            others = {scene.figure_of(one).state for one in sentence.mentions if scene.figure_of(one) is not figure}
            sent = accredited_to(figure.post, sentence)
            left = [code for code in sentence.states if code not in others and code != sent and code not in away]
            home = scene.home if scene.dated_at and scene.home not in away else None
            if home in left and any(one.last <= mention.first for one in sentence.near):
                home = None  # "Meeting Pakistan's chargé d'affaires N., the Ombudsman …"
            if home is not None and home not in others and left and mention.post is not None:
                figure.state, figure.inferred = home, True  # a paper names its own ministers without their state
                return
            if len(set(left)) == 1 and mention.post is not None:
                afar = only_where(left[0], sentence)
                from_afar = headed(scene, {left[0], *away, *(code for code in others if code)}) if afar else None
                if afar and from_afar is None and (same := same_agency(figure, scene, sentence)) is not None:
                    figure.state, figure.inferred = same, True
                    return  # "at the meeting in Singapore Deputy Prosecutor General N. was also present"
                figure.state, figure.inferred = from_afar or left[0], True
                return
        ruler = figure.post is not None and figure.post.post_id in ("president", "prime_minister")
        if ruler and scene.dated_at and scene.home is not None and scene.home not in away:
            figure.state, figure.inferred = scene.home, True  # "ISLAMABAD: … called on Prime Minister N."
            return
        colleague = same_agency(figure, scene)
        if colleague is not None:
            figure.state, figure.inferred = colleague, True
            return
        met = met_by_guest(figure, scene)
        if met is not None:
            figure.state, figure.inferred = met, True
            return
        taken = {one.state for one in scene.figures if one is not figure and one.state is not None}
        other = scene.other_of(taken | away) or headed(scene, taken | away)
        if other is not None and other not in away:
            figure.state, figure.inferred = other, True
        elif scene.home is not None and scene.home not in away:
            figure.state, figure.inferred = scene.home, True
        elif (only := scene.only_state()) is not None and only not in away and _of_the_page(figure, only, scene):
            figure.state, figure.inferred = only, True  # a page of one state tells of its own

    @staticmethod
    def _office(scene: Scene, tenure: Tenure) -> Post | None:
        """The office of a tenure where the text names it without its holder."""
        named = [
            post
            for sentence in scene.sentences
            for post in sentence.posts
            if post.post_id == tenure.post_id != "other" and tenure.state in (post.state, *post.states)
        ]
        return min(named, key=lambda post: post.plural, default=None)

    def _link(self, figure: Figure, day: dt.date | None, scene: Scene) -> None:
        found = self.known.official(figure, day)
        if found is None:
            return
        thing, tenure, _ = found
        figure.official = thing
        if figure.post is None:
            said = next((one for held in self.known.tenures.get(thing, ()) if (one := self._office(scene, held))), None)
            if said is not None and tenure is None:
                figure.post, figure.inferred = said, True
                figure.state = said.state or next(iter(said.states), None)
                return
        if figure.state is None and tenure is None:
            states = {held.state for held in self.known.tenures.get(thing, ()) if held.state is not None}
            if len(states) == 1:
                figure.state, figure.inferred = next(iter(states)), True
        if figure.post is None and tenure is not None and tenure.state is not None and tenure.post_id != "other":
            # the text names no post: the one of the graph completes it, marked as derived
            said = self._office(scene, tenure)
            if said is not None:
                figure.post, figure.state, figure.inferred = said, tenure.state, True
                return
            figure.post = Post(
                0, 0, tenure.post_id, self.known.titles.get((tenure.post, self.language), ""), None, tenure.state
            )
            figure.state, figure.derived = tenure.state, True
            return
        if (
            tenure is not None
            and figure.post is not None
            and figure.post.post_id == "other"
            and figure.post.weak  # what the text says plainly stands, whatever the graph knows
            and not speaks_for(figure.post)
            and tenure.post_id != "other"
        ):
            figure.post = dataclasses.replace(figure.post, post_id=tenure.post_id, state=tenure.state)
            figure.state = figure.state or tenure.state
        fits = tenure is not None and (figure.post is None or figure.post.post_id == tenure.post_id)
        if figure.state is None and tenure is not None and tenure.state is not None and fits:
            figure.state, figure.inferred = tenure.state, True


def _of_the_page(figure: Figure, state: str, scene: Scene) -> bool:
    """Whether somebody on a page of one state is of it: not beside an official of that state, who may be host to him,
    nor in the office of one, nor of an organisation."""
    post_id = figure.post.post_id if figure.post is not None else None
    if post_id != "other" and any(
        one is not figure and one.post is not None and one.post.post_id == post_id and one.state == state
        for one in scene.figures
    ):
        return False
    sentences = [scene.sentences[one.sentence] for one in figure.mentions]
    if any(near.kind in ("organisation", "body") for one in sentences for near in one.near):
        return False
    told = [one for one in sentences if triggers().told(one.tokens)]
    return not any(scene.figure_of(one).state == state for sentence in told for one in sentence.mentions)


def make_reader(graph: Graph) -> Reader:
    """A reader that knows what a graph knows."""

    def ask(query: str) -> Iterable[Sequence[Any]]:
        return graph.run(query).rows()

    return Reader(gazetteer_of(ask), places_from(ask))


def read_file(path: Path, *, published: str | None = None, graph: Graph | None = None) -> tuple[Document, Reading]:
    """Read one file with what ``graph`` knows, or with the shipped records."""
    from ... import open as open_graph

    document = read_document(path, published=published)
    if graph is not None:
        return document, make_reader(graph).read(document)
    with open_graph() as shipped:
        return document, make_reader(shipped).read(document)
