"""Tests of one value node as SPARQL expressions that are true or false and never an error.

An error in a FILTER drops the row, and a dropped row is a violation missed:
hence the COALESCE around everything that can fail.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from ...errors import BadInput
from .classes import Classes
from .components import parameter
from .datatypes import well_formed
from .shapes import HasValue, Logic, Shape, Value
from .source import Source
from .terms import Term, anded, local, ored, short, writable

RANGES: Final = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
NODE_KINDS: Final = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBLANK({v})",
    "Literal": "isLITERAL({v})",
    "BlankNodeOrIRI": "!isLITERAL({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBLANK({v})",
}


class Expressions:
    """Compiles tests for one source; remembers which regular expressions its engine accepts."""

    def __init__(self, source: Source, classes: Classes) -> None:
        self._source = source
        self._classes = classes
        self._regexes: dict[tuple[str, str], bool] = {}

    def value(self, test: Value, variable: str) -> str | None:
        """The expression "the value passes the test"; None when the engine cannot express it."""
        name = parameter(test.component)
        if name == "class":
            return self._classes.test(variable, test.args[0])
        if name == "in":
            return same(variable, test.args)
        if name == "languageIn":
            tags = [f"LANGMATCHES(LANG({variable}), {tag})" for tag in test.args]
            return f'(isLITERAL({variable}) && LANG({variable}) != "" && {ored(tags)})'
        arg = test.args[0]
        if name == "datatype":
            if not isinstance(arg, NamedNode):
                raise BadInput(f"sh:datatype needs the IRI of a datatype, not {short(arg)}")
            return f"COALESCE({well_formed(variable, arg)}, false)"
        if name == "nodeKind":
            kind = NODE_KINDS.get(local(arg)) if isinstance(arg, NamedNode) else None
            if kind is None:
                raise BadInput(f"sh:nodeKind cannot be {short(arg)}")
            return kind.replace("{v}", variable)
        if not isinstance(arg, Literal):
            raise BadInput(f"sh:{name} needs a literal, not {short(arg)}")
        if name in RANGES:
            return f"COALESCE({variable} {RANGES[name]} {arg}, false)"
        if name == "pattern":
            if not self._regex(arg.value, test.flags):
                return None
            call = f"REGEX(STR({variable}), {Literal(arg.value)}, {Literal(test.flags)})"
            return f"(!isBLANK({variable}) && COALESCE({call}, false))"
        if not arg.value.lstrip("+").isdecimal():
            raise BadInput(f"sh:{name} needs a whole number, not {short(arg)}")
        compare = ">=" if name == "minLength" else "<="
        return f"(!isBLANK({variable}) && STRLEN(STR({variable})) {compare} {int(arg.value)})"

    def shape(self, shape: Shape, variable: str) -> str | None:
        """The expression "the node conforms", for shapes that look at the node alone; else None."""
        if shape.deactivated:
            return "true"
        if shape.path is not None:
            return None
        parts: list[str] = []
        for constraint in shape.constraints:
            part: str | None = None
            if isinstance(constraint, Value):
                part = self.value(constraint, variable)
            elif isinstance(constraint, HasValue):
                part = same(variable, (constraint.value,))
            elif isinstance(constraint, Logic):
                part = self.logic(constraint, variable)
            if part is None:
                return None
            parts.append(part)
        return anded(parts)

    def logic(self, logic: Logic, variable: str) -> str | None:
        """The expression of ``and``, ``or``, ``not``, ``xone`` or ``node``; None if a member has none."""
        members: list[str] = []
        for shape in logic.shapes:
            member = self.shape(shape, variable)
            if member is None:
                return None
            members.append(member)
        name = parameter(logic.component)
        if name in {"and", "node"}:
            return anded(members)
        if name == "or":
            return ored(members)
        if name == "not":
            return f"(!{members[0]})"
        return "(" + " + ".join(f"IF({member}, 1, 0)" for member in members or ["false"]) + " = 1)"

    def _regex(self, pattern: str, flags: str) -> bool:
        key = (pattern, flags)
        if key not in self._regexes:
            call = f"REGEX({Literal('x')}, {Literal(pattern)}, {Literal(flags)})"
            answer = list(self._source.select(f"SELECT ({call} AS ?r) WHERE {{ }}"))
            self._regexes[key] = bool(answer) and answer[0][0] is not None
        return self._regexes[key]


def same(variable: str, terms: tuple[Term, ...]) -> str:
    """The value is one of these terms, compared as terms: 1 is not 1.0."""
    return ored([f"sameTerm({variable}, {term})" for term in terms if writable(term)])
