"""All things of one kind: by name in the reader's language, paged, narrowed by words, with what tells most of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...errors import NotFound
from ...graph.export.order import natural
from ...ontology.namespaces import DCTERMS, KINDS, PROV
from ...queries.search import skeleton
from ..desk import alternates
from .facts import Reader, Thing, paged, reader, slug
from .gathered import UNNAMED, Derived, called, derived, of_kind, ordered, title

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Things on one page; more of a kind than ``NAMED`` are not put in the order of their names.
SIZE, NAMED = 50, 20_000
_DERIVED = ("party-status", "finding")
_DATED = ("session", "meeting", "visit", "conference", "signing", "participation", "membership", "tenure", "action",
          "designation", "party-status", "succession", "instrument", "organisation", "territory")  # fmt: skip

#: What one column says of a thing: things that are links, or text.
Telling = Callable[[Reader, str], Sequence[Thing]]


def listing(desk: Desk, ask: Ask) -> Reply:
    """The page of ``/kind``; ``?q=`` narrows it."""
    kind = ask.path["kind"]
    if kind not in KINDS:
        raise NotFound(f"there is no kind {kind[:60]!r}; there are: {', '.join(KINDS)}")
    read: Reader = derived(desk, ask) if kind in _DERIVED else reader(desk, ask)
    words = ask.get("q")
    everything = _by_name(desk, read, kind, titled=bool(words))
    chosen = _like(desk, everything, kind, words[:300]) if words else everything
    shown, page = paged(ask, chosen, SIZE)
    columns = COLUMNS.get(kind, (("list date", _when),) if kind in _DATED else ())
    return desk.page(
        "listing.html",
        ask,
        alternates=alternates(ask) if everything else (),
        kind=kind,
        words=words,
        rows=[(Thing(iri, name or title(read, iri)), [tell(read, iri) for _, tell in columns]) for name, iri in shown],
        columns=[word for word, _ in columns],
        page=page,
        size=SIZE,
        total=len(chosen),
        everything=len(everything),
    )


def _by_name(desk: Desk, read: Reader, kind: str, *, titled: bool = False) -> list[tuple[str, str]]:
    """``(name, address)`` of every thing of a kind; facts have no name but a title, and come by address.

    ``titled`` gives facts their titles too: that takes a second for some thousand.
    """
    key = ("listed", kind, read.lang, titled)
    if key not in desk.kept:
        things = of_kind(desk, kind)
        if len(things) > NAMED or (kind in UNNAMED and not titled):
            desk.kept[key] = [("", iri) for iri in things]
        elif kind in UNNAMED:
            desk.kept[key] = [(title(read, iri), iri) for iri in things]
        else:
            named = [(title(read, iri), iri) for iri in things]
            desk.kept[key] = sorted(named, key=lambda pair: (natural(alphabetical(pair[0])), natural(pair[1])))
    kept: list[tuple[str, str]] = desk.kept[key]
    return kept


def alphabetical(name: str) -> str:
    """A key by which names sort as a reader expects: no case, no marks on Latin letters, ё after е, no quotes."""
    text = name.casefold().replace("ё", "е\uffff").lstrip("«\"“'( ")
    return "".join(char if char >= "\u0370" else unicodedata.normalize("NFD", char)[0] for char in text)


def _like(desk: Desk, everything: Sequence[tuple[str, str]], kind: str, words: str) -> list[tuple[str, str]]:
    """Those of which some name holds the words, in any script, or is like them."""
    wanted = skeleton(words)
    if not wanted:
        return []
    key = ("skeletons", kind)
    if key not in desk.kept:
        prefix = f"/id/{kind}/"
        desk.kept[key] = [(iri, skeleton(name)) for iri, name in desk.graph.names() if prefix in iri]
    found = {iri for iri, form in desk.kept[key] if wanted in form}
    found.update(hit.iri for hit in desk.graph.search(words, kinds=(kind,), limit=500))
    return [(name, iri) for name, iri in everything if iri in found or wanted in skeleton(name)]


# What tells most of a thing


def _text(text: str | None) -> Sequence[Thing]:
    return [Thing("", text)] if text else []


def _when(read: Reader, iri: str) -> Sequence[Thing]:
    if "/participation/" in iri:
        encounter = read.facts.object(iri, "participationIn")
        return _text(None if encounter is None else read.when(encounter))
    return _text(read.when(iri))


def _linked(*way: str) -> Telling:
    """What a chain of properties leads to."""

    def tell(read: Reader, iri: str) -> Sequence[Thing]:
        plain = read.plain if isinstance(read, Derived) else read
        found = [iri]
        for n, name in enumerate(way):
            facts = read.facts if n == 0 else plain.facts
            found = sorted({target for one in found for target in facts.objects(one, name)})
        return [called(plain, plain.thing(one)) for one in found]

    return tell


def _value(name: str) -> Telling:
    return lambda read, iri: _text(read.facts.text(iri, name))


def _counted(name: str) -> Telling:
    return lambda read, iri: _text(str(len(read.facts.subjects(name, iri)) or ""))


def _last_post(read: Reader, iri: str) -> Sequence[Thing]:
    tenures = ordered(read, read.facts.subjects("holder", iri))
    return read.things(tenures[0], "post") if tenures else []


def _rests(read: Reader, iri: str) -> Sequence[Thing]:
    passages = read.facts.subjects("source", iri)
    facts = {getattr(quad.subject, "value", "") for one in passages
             for quad in read.facts.quads(None, PROV + "wasDerivedFrom", one)}  # fmt: skip
    return _text(str(len(facts)))


#: Kind -> columns beside the name: the key of the heading, and what stands there.
COLUMNS: Mapping[str, tuple[tuple[str, Telling], ...]] = {
    "state": (("list code", lambda read, iri: _text(slug(iri))),),
    "organisation": (("list members", _counted("organisation")), ("list date", _when)),
    "body": (("list sessions", _counted("sessionOf")),),
    "agency": (("list state", _linked("organOf")),),
    "post": (("list agency", _linked("postIn")), ("list holders", _counted("post"))),
    "official": (("list last post", _last_post),),
    "treaty": (("list adopted", _when),),
    "session": (("list date", _when), ("state body", _linked("sessionOf"))),
    "name": (("list of whom", _linked("nameOf")), ("list language", _value("nameLanguage"))),
    "proposal": (("list date", _when), ("list status", _linked("ledgerStatus"))),
    "commitment": (("list date", _when), ("list status", _linked("ledgerStatus"))),
    "invitation": (("list date", _when), ("list status", _linked("ledgerStatus"))),
    "assessment": (("list date", _when),),
    "divergence": (("list about", _linked("about")),),
    "finding": (("list about", _linked("about")),),
    "source": (("list publisher", _value(DCTERMS + "publisher")), ("list rest", _rests)),
    "passage": (("list words", _value("exact")),),
}
