"""The acts of a register as quads: new acts as facts, known ones with one source more, differences as statements.

A newer status replaces nothing: what the graph says stays, and what this
register says otherwise stands beside it as a divergent statement, which
``check`` reports.  Acts of participants that no subject answers to go into a
graph of claims, where they wait for one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...errors import BadInput
from ...ontology.namespaces import COMITY, DCTERMS, ID, ORIGIN, OWL, PROV, RDF, RDFS, VOCABULARY, XSD, claims
from ..records.quads import camel
from .acts import Act, Reading
from .register import CONSENT, SIGNATURES, Register

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

#: A literal of more cannot be read back from a dump (reliability.md).
LONGEST = 1 << 19
_KINDS = (
    ("protocol", "TreatyProtocol"),
    ("covenant", "Covenant"),
    ("convention", "Convention"),
    ("charter", "Charter"),
    ("statute", "Statute"),
    ("agreement", "Agreement"),
)


class Facts:
    """Makes the quads of one register against what a store knows already."""

    def __init__(self, store: Store, register: Register, sha256: str, today: dt.date) -> None:
        self.store = store
        self.register = register
        self.today = today
        self.sha256 = sha256
        self.source = f"source/{register.slug}-{register.as_of:%Y%m%d}"
        self.treaty, self.is_new = self._treaty()
        self.added = self.confirmed = self.differing = 0

    def quads(self, reading: Reading) -> Iterator[Quad]:
        """Everything, with the source first."""
        yield from self._source()
        yield from self._instrument()
        known = self._known_acts()
        matched: set[str] = set()
        unknown = {act.subject for act in reading.acts if not self._exists(act.subject)}
        aside = claims(self.source.removeprefix("source/"))
        for act in reading.acts:
            if act.subject in unknown or (act.towards and not self._exists(act.towards)):
                yield from moved(self._act(act), aside)
                continue
            if self._too_early(act):
                reading.remarks.append(
                    BadInput(
                        f"the {act.kind.replace('-', ' ')} of {act.subject} is dated {act.date}, "
                        f"before the treaty itself ({self.register.adopted}); it waits among the claims",
                        file=self.register.file,
                        line=act.line or None,
                    )
                )
                yield from moved(self._act(act), aside)
                continue
            yield from self._joined(act, known, matched)
        for subject in sorted(unknown):
            yield from moved(self._stranger(subject, reading), aside)
        yield from self._missing(reading, known, matched)

    def _too_early(self, act: Act) -> bool:
        """Whether an act is dated before the treaty: a slip of the register, which no fact may rest on."""
        adopted = self._adopted
        return adopted is not None and act.date is not None and act.date < adopted

    @property
    def _adopted(self) -> dt.date | None:
        """The day of the treaty; of one "as amended" the register gives the day of that text, which is later."""
        return None if "as amended" in self.register.title.lower() else self.register.adopted

    # The treaty and the source

    def _treaty(self) -> tuple[str, bool]:
        from pyoxigraph import Literal

        number = Literal(self.register.number)
        for quad in self.store.quads_for_pattern(None, _node(COMITY + "untcNumber"), number, None):
            return str(quad.subject.value).removeprefix(ID), False  # type: ignore[union-attr]
        return f"treaty/{self.register.slug}", True

    def _source(self) -> Iterator[Quad]:
        register = self.register
        yield from _typed(self.source, "Source")
        said: list[tuple[str, Any]] = [
            (COMITY + "sourceKind", _node(VOCABULARY + "source-kind/register")),
            (DCTERMS + "title", _text(f"{register.title}: status of {register.as_of.isoformat()}")),
            (DCTERMS + "language", _text("en")),
            (DCTERMS + "publisher", _text("United Nations Treaty Collection")),
            (DCTERMS + "issued", _text(register.as_of.isoformat())),
            (COMITY + "url", _text(register.url, XSD + "anyURI")),
            (COMITY + "retrieved", _day(self.today)),
            (COMITY + "sha256", _text(self.sha256)),
        ]
        for property, value in said:
            yield _quad(self.source, property, value)

    def _instrument(self) -> Iterator[Quad]:
        register, treaty = self.register, self.treaty
        if self.is_new:
            kind = next((name for word, name in _KINDS if word in register.title.lower()), "Treaty")
            yield from _typed(treaty, kind)
            yield _quad(treaty, RDFS + "label", _text(register.title, language="en"))
            yield _quad(treaty, COMITY + "untcNumber", _text(register.number))
            yield from _dated(treaty, self._adopted, "date", "earliest", "latest")
            if register.place:
                yield _quad(treaty, COMITY + "place", _text(register.place, language="en"))
            yield from self._evidence(treaty, "header", "")
            yield from self._graded(treaty)
        else:
            yield _quad(treaty, PROV + "wasDerivedFrom", _node(ID + self._passage("header", "")))
            yield from self._passage_quads("header", "")
        if register.parties is not None:
            # Its counts were held against its table: every act that the register knows is here.
            yield _quad(treaty, COMITY + "completeAsOf", _day(register.as_of))
        known = self._literal(treaty, COMITY + "entryIntoForce")
        if register.entry_into_force is None:
            return
        day = register.entry_into_force.isoformat()
        if known is None:
            yield from _dated(
                treaty, register.entry_into_force, "entryIntoForce", "entryIntoForceEarliest", "entryIntoForceLatest"
            )
        elif known != day:
            yield from self._difference(treaty, "entryIntoForce", day, "entry into force", register.entry_text)

    # Acts

    def _known_acts(self) -> dict[tuple[str, str], list[tuple[str, str | None]]]:
        """(subject, class) -> (action, its date as said) of what the graph holds of this treaty."""
        found: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
        if self.is_new:
            return found
        for quad in self.store.quads_for_pattern(None, _node(COMITY + "instrument"), _node(ID + self.treaty), None):
            action = quad.subject
            actors = [q.object for q in self.store.quads_for_pattern(action, _node(COMITY + "actor"), None, None)]
            kinds = {
                q.object.value.removeprefix(COMITY)  # type: ignore[union-attr]
                for q in self.store.quads_for_pattern(action, _node(RDF + "type"), None, _facts())
            }
            address = action.value  # type: ignore[union-attr]
            said = self._literal(address.removeprefix(ID), COMITY + "date")
            for actor in actors:
                for kind in kinds - {"NamedIndividual", OWL + "NamedIndividual"}:
                    found[actor.value.removeprefix(ID), kind].append((address.removeprefix(ID), said))  # type: ignore[union-attr]
        return found

    def _joined(
        self, act: Act, known: dict[tuple[str, str], list[tuple[str, str | None]]], matched: set[str]
    ) -> Iterator[Quad]:
        """An act that the graph knows gets a source more; one that differs a statement; a new one is added."""
        same_kind = [one for one in known.get((act.subject, camel(act.kind)), []) if one[0] not in matched]
        said = None if act.date is None else act.date.isoformat()
        if act.kind in CONSENT | SIGNATURES | {"withdrawal"}:
            same = [one for one in same_kind if one[1] == said] or [
                one for one in same_kind if one[1] is not None and said is not None and said.startswith(one[1])
            ]
            if same:
                matched.add(same[0][0])
                self.confirmed += 1
                yield _quad(same[0][0], PROV + "wasDerivedFrom", _node(ID + self._passage(act.locator, act.exact)))
                yield from self._passage_quads(act.locator, act.exact)
                return
            if same_kind and said is not None:
                matched.add(same_kind[0][0])
                yield from self._difference(same_kind[0][0], "date", said, act.locator, act.exact)
                return
        elif f"action/{self.register.slug}-{act.slug}" in {one[0] for one in same_kind}:
            matched.add(f"action/{self.register.slug}-{act.slug}")
            return
        self.added += 1
        yield from self._act(act)

    def _act(self, act: Act) -> Iterator[Quad]:
        node = f"action/{self.register.slug}-{act.slug}"
        yield from _typed(node, camel(act.kind))
        yield _quad(node, COMITY + "actor", _node(ID + act.subject))
        yield _quad(node, COMITY + "instrument", _node(ID + self.treaty))
        yield from _dated(node, act.date, "date", "earliest", "latest")
        yield from _dated(node, act.effective, "effective", "effectiveEarliest", "effectiveLatest")
        for property, value in (("article", act.article), ("note", act.note), ("territory", act.territory)):
            if value:
                yield _quad(node, COMITY + property, _text(value))
        if act.towards:
            yield _quad(node, COMITY + "towards", _node(ID + act.towards))
        if act.responds_to:
            yield _quad(node, COMITY + "respondsTo", _node(f"{ID}action/{act.responds_to}"))
        if act.opposes is not None:
            yield _quad(node, COMITY + "opposesEntryIntoForce", _text(str(act.opposes).lower(), XSD + "boolean"))
        if act.ended:
            yield _quad(node, COMITY + "ended", _text("true", XSD + "boolean"))
        yield from self._evidence(node, act.locator, act.exact)
        yield from self._graded(node)
        yield _quad(node, COMITY + "recordFile", _text(self.register.file.rpartition("/")[2]), graph=ORIGIN)
        if act.line:
            yield _quad(node, COMITY + "recordRow", _text(str(act.line), XSD + "integer"), graph=ORIGIN)

    def _missing(
        self, reading: Reading, known: dict[tuple[str, str], list[tuple[str, str | None]]], matched: set[str]
    ) -> Iterator[Quad]:
        """Acts of the graph that this status should show and does not."""
        kinds = {camel(kind) for kind in CONSENT | SIGNATURES}
        for (_, kind), acts in sorted(known.items()):
            if kind not in kinds:
                continue
            for action, said in acts:
                if action not in matched and (said is None or said <= self.register.as_of.isoformat()):
                    value = f"no such act in the status of {self.register.as_of.isoformat()}"
                    yield from self._difference(action, "date", value, "table", "")

    def _difference(self, about: str, field: str, value: str, locator: str, exact: str) -> Iterator[Quad]:
        self.differing += 1
        key = hashlib.sha256(f"{about}\0{field}\0{value}".encode()).hexdigest()[:10]
        node = f"divergence/{self.source.removeprefix('source/')}-{key}"
        yield from _typed(node, "DivergentStatement")
        yield _quad(node, COMITY + "about", _node(ID + about))
        yield _quad(node, COMITY + "field", _text(field))
        yield _quad(node, COMITY + "value", _text(value))
        yield from self._evidence(node, locator, exact)
        yield from self._graded(node)

    def _stranger(self, subject: str, reading: Reading) -> Iterator[Quad]:
        from .acts import slug_of

        yield from _typed(subject, "TreatySubject")
        for name in reading.unknown:
            if slug_of(name) == subject.partition("/")[2]:
                yield _quad(subject, RDFS + "label", _text(name, language="en"))

    # Evidence

    def _evidence(self, node: str, locator: str, exact: str) -> Iterator[Quad]:
        yield _quad(node, PROV + "wasDerivedFrom", _node(ID + self._passage(locator, exact)))
        yield from self._passage_quads(locator, exact)

    def _passage(self, locator: str, exact: str) -> str:
        key = hashlib.sha256(f"{locator}\0{exact}".encode()).hexdigest()[:10]
        return f"passage/{self.source.removeprefix('source/')}-{key}"

    def _passage_quads(self, locator: str, exact: str) -> Iterator[Quad]:
        passage = self._passage(locator, exact)
        yield from _typed(passage, "Passage")
        yield _quad(passage, COMITY + "source", _node(ID + self.source))
        yield _quad(passage, COMITY + "locator", _text(locator))
        if exact:
            yield _quad(passage, COMITY + "exact", _text(exact[:LONGEST]))

    def _graded(self, node: str) -> Iterator[Quad]:
        yield _quad(node, COMITY + "confidence", _node(VOCABULARY + "confidence/high"))
        yield _quad(node, COMITY + "checkedOn", _day(self.register.as_of))

    def _exists(self, thing: str) -> bool:
        pattern = self.store.quads_for_pattern(_node(ID + thing), _node(RDF + "type"), None, _facts())
        return next(pattern, None) is not None

    def _literal(self, thing: str, property: str) -> str | None:
        for quad in self.store.quads_for_pattern(_node(ID + thing), _node(property), None, _facts()):
            return str(quad.object.value)  # type: ignore[union-attr]
        return None


def moved(quads: Iterable[Quad], graph: str) -> Iterator[Quad]:
    """The same quads in a named graph."""
    from pyoxigraph import Quad

    target = _node(graph)
    for quad in quads:
        yield Quad(quad.subject, quad.predicate, quad.object, target)


def _facts() -> Any:
    from pyoxigraph import DefaultGraph

    return DefaultGraph()


def _node(address: str) -> Any:
    from pyoxigraph import NamedNode

    return NamedNode(address)


def _text(value: str, datatype: str | None = None, *, language: str | None = None) -> Any:
    from pyoxigraph import Literal

    if language is not None:
        return Literal(value, language=language)
    return Literal(value) if datatype is None else Literal(value, datatype=_node(datatype))


def _day(day: dt.date) -> Any:
    return _text(day.isoformat(), XSD + "date")


def _quad(thing: str, property: str, value: Any, *, graph: str | None = None) -> Quad:
    from pyoxigraph import Quad

    return Quad(_node(ID + thing), _node(property), value, _facts() if graph is None else _node(graph))


def _typed(thing: str, name: str) -> Iterator[Quad]:
    yield _quad(thing, RDF + "type", _node(COMITY + name))
    yield _quad(thing, RDF + "type", _node(OWL + "NamedIndividual"))


def _dated(thing: str, day: dt.date | None, said: str, first: str, last: str) -> Iterator[Quad]:
    if day is not None:
        yield _quad(thing, COMITY + said, _text(day.isoformat()))
        yield _quad(thing, COMITY + first, _day(day))
        yield _quad(thing, COMITY + last, _day(day))
