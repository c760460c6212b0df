"""A process that parses one file under limits, to learn whether it can be read and what is in it.

Its lines of JSON (:mod:`.child`): ``{"at": N}`` now and then for the bytes read,
and at last what it found: ``{"whole": true, "quads": …, "blanks": …, "graphs":
{…}}``, or ``{"line": …, "message": …}`` where the file is refused.  It ends by a
signal where the parser itself gives up.

Threat, beyond what the parser's stack and memory bear: entities that expand,
XML whose depth or attributes cost the engine quadratic time, and names that are
long once in the file (a prefix, a base) and again in each of its statements.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from comity.graph.lines import say
from comity.loaders.child import Refusal, refused, serve

#: Bytes between two lines that say how far it is.
STEP = 1 << 20
#: Distinct graphs that one file may fill.
GRAPHS = 10_000
#: How deep XML may nest, and attributes of one element: the engine needs quadratic time for both.
DEPTH, ATTRIBUTES = 500, 500
#: Characters of an address, of a language, and of a number, a date or whatever else is no text.
ADDRESS, LANGUAGE, NUMBER = 8_192, 256, 4_096
#: Characters that the names and texts of a file may have for each byte of it, after the first ``FREE``.
RATIO, FREE = 200, 64 << 20
UNFINISHED = "a statement is never finished that begins here: a quote, a bracket or a full stop is missing"
ENDLESS = "a word, a text or a remark begins here that has more than 16 MiB: a quote may not be closed"
#: Lines after which a statement is a long one.
LONG = 200
#: Bytes that one tag or remark of XML may have.
TAG = 2 << 20
#: Kinds of literals that are texts.
TEXTS = frozenset(
    "http://www.w3.org/" + name
    for name in (
        "2001/XMLSchema#string",
        "1999/02/22-rdf-syntax-ns#langString",
        "1999/02/22-rdf-syntax-ns#dirLangString",
        "1999/02/22-rdf-syntax-ns#HTML",
        "1999/02/22-rdf-syntax-ns#XMLLiteral",
        "1999/02/22-rdf-syntax-ns#JSON",
        "2001/XMLSchema#base64Binary",
        "2001/XMLSchema#hexBinary",
        "2001/XMLSchema#normalizedString",
        "2001/XMLSchema#token",
        "2001/XMLSchema#anyURI",
    )
) | {"http://www.opengis.net/ont/geosparql#wktLiteral"}


class Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.done = 0
        self.told = 0
        self.lines = 1

    def read(self, size: int = -1) -> bytes:
        """As a file's; ``lines`` is the number of the line that was reached."""
        data = self.file.read(size)
        self.done += len(data)
        self.lines += data.count(b"\n")
        if self.done - self.told >= STEP:
            self.told = self.done
            say({"at": self.done})
        return data


class ByLine(Counted):
    """The same, line by line, so that the parser is never further than the statement it tells.

    In a long statement it goes faster: the parser begins it anew with each piece that it is given.
    """

    mark = 1  # the line in which the last statement ended

    def read(self, size: int = -1) -> bytes:
        """As a file's that comes slowly."""
        data = self.file.readline(size) if self.lines - self.mark < LONG else self.file.read(size)
        self.lines += data.count(b"\n")
        return data


def take(path: str, syntax: str, base: str, own: str, longest: str) -> dict[str, Any]:
    """Parse the file; see the module."""
    import pyoxigraph as ox

    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }

    def parsed(counted: Counted) -> Any:
        source: Any = counted  # it has the one method that the engine calls
        return ox.parse(source, format=formats[syntax], base_iri=base)

    with Path(path).open("rb") as file:
        if syntax == "rdf":
            look_at_xml(file)
            file.seek(0)
        counted = Counted(file)
        try:
            return look(parsed(counted), own, int(longest), ox, counted)
        except Unfit as unfit:
            message, number = str(unfit), unfit.number
        except SyntaxError as error:
            message, number = error.msg or str(error), 0
            if "nexpected end" not in message or syntax == "nq":
                raise Refusal(message, error.lineno or counted.lines) from None
            message = UNFINISHED
        except MemoryError:
            message, number = ENDLESS, 0
        except ValueError as error:
            raise Refusal(str(error)) from None
        if syntax == "jsonld":  # it is read whole before its first statement is told
            message = message if number else "is cut off" if message == UNFINISHED else "is too large to be read whole"
            raise Refusal(message, 0 if number else counted.lines)
        say(refused(message))  # in case that finding the line takes too long
        file.seek(0)
        raise Refusal(message, line_of(parsed, ByLine(file), number))


class Unfit(Refusal):
    """The statement of that number is none that Comity keeps."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


def line_of(parsed: Any, slow: ByLine, number: int) -> int:
    """The line in which the statement of that number ends, or (0) the one that is never finished begins."""
    try:
        for count, _ in enumerate(parsed(slow), 1):
            if count == number:
                return max(1, slow.lines - 1) if slow.lines - slow.mark < LONG else slow.mark
            slow.mark = slow.lines
    except (MemoryError, SyntaxError, ValueError):
        pass  # as before
    return slow.mark


def look(quads: Any, own: str, longest: int, ox: Any, counted: Counted | None = None) -> dict[str, Any]:
    """What is in a file; :class:`Unfit` where it is refused.

    ``counted`` tells how many bytes of the file made the statements so far.
    """
    count = blanks = said = 0
    budget = FREE
    graphs: dict[str, int] = {}
    facts = ox.DefaultGraph
    blank, literal, triple = ox.BlankNode, ox.Literal, ox.Triple
    for quad in quads:
        count += 1
        subject, predicate, value, graph = quad
        kind = type(value)
        long = len(predicate.value)
        if kind is literal:
            length = len(str(value))  # its kind and language too
            if length > NUMBER:
                _check_literal(value, longest, count)
            said += length
        elif kind is triple:
            raise Unfit("holds a triple term (RDF 1.2), which Comity does not keep", count)
        elif kind is blank:
            blanks += 1
        else:
            long += len(value.value)
        if type(subject) is blank:
            blanks += 1
        else:
            long += len(subject.value)
        if type(graph) is not facts:
            if type(graph) is blank:
                raise Unfit("puts facts into a graph without an address; give it one", count)
            name = graph.value
            long += len(name)
            if name.startswith(own):
                raise Unfit(f"writes to the graph {name}, which Comity keeps for itself", count)
            graphs[name] = graphs.get(name, 0) + 1
            if len(graphs) > GRAPHS:
                raise Unfit(f"fills more than {GRAPHS:,} graphs", count)
        if long > ADDRESS:
            _check_addresses(quad, ox, count)
        said += long
        if said > budget:
            budget = FREE + RATIO * (said if counted is None else counted.done)
            if said > budget:
                raise Unfit(f"grows to more than {RATIO} times its size when it is read", count)
    return {"whole": True, "quads": count, "blanks": blanks, "graphs": graphs}


def _check_literal(value: Any, longest: int, count: int) -> None:
    text, kind = value.value, value.datatype.value
    if len(text) > longest // 4 and len(text.encode("utf-8", "surrogatepass")) > longest:
        raise Unfit(f"holds a literal longer than {longest:,} bytes", count)
    if len(kind) > ADDRESS:
        raise Unfit(f"holds an address of more than {ADDRESS:,} characters (<{kind[:60]}…>)", count)
    if value.language is not None and len(value.language) > LANGUAGE:
        raise Unfit(f"holds a language of more than {LANGUAGE} characters", count)
    if len(text) > NUMBER and kind not in TEXTS:
        raise Unfit(f"holds a value of more than {NUMBER:,} characters that is no text ({kind[-60:]})", count)


def _check_addresses(quad: Any, ox: Any, count: int) -> None:
    for term in quad:
        if type(term) is ox.NamedNode and len(term.value) > ADDRESS:
            raise Unfit(f"holds an address of more than {ADDRESS:,} characters (<{term.value[:60]}…>)", count)


def look_at_xml(file: BinaryIO) -> None:
    """Refuse XML that must not go to the engine: not well-formed, with a DOCTYPE, or nested without end."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    depth = 0

    def start(_: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Refusal(f"nests more than {DEPTH} elements deep")
        if len(attributes) > 2 * ATTRIBUTES:
            raise Refusal(f"has an element with more than {ATTRIBUTES} attributes")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise Refusal("has a DOCTYPE, which can make a small file grow without end; save it without one, or as Turtle")

    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    done = 0
    try:
        # Piece by piece: before version 2.6 expat begins again with each piece in a tag that is not yet whole.
        while piece := file.read(TAG >> 3):
            parser.Parse(piece)
            done += len(piece)
            if done - parser.CurrentByteIndex > TAG:
                raise Refusal(f"has a tag or a remark of more than {TAG >> 20} MiB")
        parser.Parse(b"", True)
    except Refusal as refusal:
        raise Refusal(str(refusal), parser.CurrentLineNumber) from None
    except expat.ExpatError as error:
        raise Refusal(f"is not well-formed XML: {expat.ErrorString(error.code)}", error.lineno) from None
    except (LookupError, ValueError) as error:  # an encoding that is none, or none for XML
        raise Refusal(f"is not well-formed XML: {error}", parser.CurrentLineNumber) from None


if __name__ == "__main__":
    serve(take)
