"""Names of persons in Russian text, by slovnet's model on the data that the natasha package carries.

natasha itself is never imported: its older dictionary breaks without an old
setuptools.  Its two data files are found beside its package and read by
slovnet and navec.  Needs the extra ``[text]``; :func:`recogniser` gives None
without it, and names are then found by the posts before them alone.

The model multiplies small matrices: more than one BLAS thread makes it two to
four times slower, so threads are held to one while numpy is first imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

#: Gives the (start, end) of each person's name in a text, in code points.
Recogniser = Callable[[str], Sequence[tuple[int, int]]]
EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
MODEL = "model/slovnet_ner_news_v1.tar"
#: What is lost where the data is not there.
LOST = (
    "persons that the graph does not know are found only beside their post: "
    "the extra [text] (slovnet, navec, natasha's data) is not installed"
)
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def data() -> Path | None:
    """The folder of natasha's data, found without importing natasha; None where there is none."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        return None
    for place in spec.submodule_search_locations:
        folder = Path(place) / "data"
        if (folder / EMBEDDING).is_file() and (folder / MODEL).is_file():
            return folder
    return None


@cache
def recogniser() -> Recogniser | None:
    """The recogniser of persons' names, made once; None where the extra is not installed."""
    folder = data()
    if folder is None or find_spec("slovnet") is None or find_spec("navec") is None:
        return None
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    from navec import Navec
    from slovnet import NER

    model = NER.load(str(folder / MODEL))
    model.navec(Navec.load(str(folder / EMBEDDING)))

    def persons(text: str) -> list[tuple[int, int]]:
        return [(span.start, span.stop) for span in model(text).spans if span.type == "PER"]

    return persons
