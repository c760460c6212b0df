"""The W3C SHACL test suite: 121 tests, of which all but the two of KNOWN pass.

``pytest tests/check/test_w3c.py -q`` gives the rate: passed and xfailed.  The
reports in the suite give pySHACL 119 of 121 too.
"""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from comity.errors import ComityError
from comity.graph.check import check
from comity.graph.check.terms import sh
from comity.graph.check.triples import Triples

from .w3c import SUITE, Case, canonical, cases, read, report

KNOWN = {
    "core/property/datatype-ill-formed": (
        'the store keeps "55"^^xsd:integer and "55"^^xsd:byte as one value, so that the second passes for the first'
    ),
    "core/property/property-001": (
        "one address is wrong and two people have it: expected once for each of them, reported once"
    ),
}
CASES = list(cases()) if SUITE.is_dir() else []


def marked(case: Case) -> object:
    reason = KNOWN.get(case.name)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_w3c(case: Case) -> None:
    store = Store()
    store.load(case.data.read_bytes(), RdfFormat.TURTLE, base_iri=case.data.as_uri())
    if case.expected is None:
        with pytest.raises(ComityError):
            check(store, list(read(case.shapes)))
        return
    found = Triples()
    found.add(check(store, list(read(case.shapes))).triples())
    (node,) = found.instances(sh("ValidationReport"))
    assert canonical(report(node, found, messages=case.messages)) == canonical(iter(case.expected))


@pytest.mark.usefixtures("shared")
def test_the_suite_is_whole() -> None:
    assert len(CASES) == 121
    assert set(KNOWN) <= {case.name for case in CASES}
