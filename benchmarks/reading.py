"""How fast prose is read, against the recogniser of names alone (slovnet), on one core, in the same run.

    python benchmarks/reading.py [TEXTS ...] [--repeat 200]

TEXTS are files or folders of .txt; the example of docs/examples stands in where none are given.  Prints documents a
second of both, their ratio, the seconds to make the reader, and the peak memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def texts(paths: list[Path]) -> list[str]:
    """The texts of files and folders."""
    files = [file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    return [file.read_text(encoding="utf-8") for file in files]


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=[ROOT / "docs" / "examples"])
    parser.add_argument("--repeat", type=int, default=200, help="documents to read")
    asked = parser.parse_args()

    import comity
    from comity.loaders.text.document import document_of
    from comity.loaders.text.ner import recogniser
    from comity.loaders.text.reader import make_reader

    found = texts(asked.texts)
    if not found:
        sys.exit("no texts there")
    many = [found[k % len(found)] for k in range(asked.repeat)]
    with comity.open() as graph:
        began = time.process_time()
        reader = make_reader(graph)
        reader.read(document_of(many[0]))
        start = time.process_time() - began
        began = time.process_time()
        for text in many:
            reader.read(document_of(text))
        ours = len(many) / (time.process_time() - began)
    names = recogniser()
    size = sum(map(len, found)) // len(found)
    print(f"{len(many)} documents of {size:,} characters on average")
    print(f"making the reader   {start:6.2f} s")
    print(f"reading             {ours:6.1f} documents a second")
    if names is None:
        print("names alone         not measured: the extra [text] is not installed")
    else:
        began = time.process_time()
        for text in many:
            names(text)
        peer = len(many) / (time.process_time() - began)
        print(f"names alone         {peer:6.1f} documents a second (slovnet); ours / that {ours / peer:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(f"peak memory         {peak:6.0f} MB")


if __name__ == "__main__":
    main()
