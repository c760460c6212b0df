"""Many decisions in a file that a person edits: one line a claim, as YAML or CSV.

The column ``decision`` is for ``accept``, ``reject``, ``correct`` or ``undo``;
what has none stays as it is.  ``change`` holds the corrections as ``FIELD=VALUE``,
several separated by ``;``.

Threat: a batch file comes back from somebody else.  It is read a line at a time,
and a line of YAML as texts only: no numbers of a million digits, no aliases that
multiply what they stand for.  Limits: it is read in this process, by PyYAML's
parser written in Python, which cannot overflow more than Python's own stack.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ...errors import BadInput, ComityError, Usage
from .keeping import Compared
from .review import Order
from .rows import EVIDENCE, table_of

COLUMNS = ("claim", "decision", "change", "because", "status", "confidence", "what", "fields", "document", "passage")
_VERDICTS = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "undo": "undone"}
_KEY = re.compile(r"(?:claim/)?[0-9a-f]{4,40}")
#: Bytes of a batch file, characters of one of its lines, brackets of a line: PyYAML needs quadratic time for those.
LONGEST, LINE, BRACKETS = 64 << 20, 100_000, 1_000
#: Lines that are named where many are wrong, and those after which no more are looked for.
NAMED, STOP = 100, 1_000
_HEAD = (
    "# One line a claim. Write accept, reject or correct into decision; leave it empty to let the claim wait.\n"
    "# undo takes back what was decided (comity review export --all shows that too).\n"
    '# A correction also needs change: "FIELD=VALUE; FIELD=VALUE" (the fields are those of "fields").\n'
    "# comity review apply FILE carries it out.\n"
)


class BadBatch(ComityError):
    """Lines of a batch file that cannot be read: all of them."""

    exit_code = 2

    def __init__(self, errors: Sequence[BadInput]) -> None:
        more = (
            f"{len(errors) - NAMED:,} more lines" if len(errors) <= STOP else "more lines; it was not read to its end"
        )
        rest = f"\n… and {more}" if len(errors) > NAMED else ""
        super().__init__("\n".join(str(error) for error in errors[:NAMED]) + rest)
        self.errors = list(errors)


def kind_of(path: Path) -> str:
    """yaml or csv, by the ending."""
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        return "yaml"
    if ending == ".csv":
        return "csv"
    raise Usage(f"the name {path.name[:80]!r} does not tell a format", hint="Name it .yaml or .csv.")


def batch_text(claims: Sequence[Compared], kind: str, tell: Callable[[Compared], str]) -> str:
    """The file for these claims; ``tell`` says one in words."""
    rows = [_row(one, tell(one)) for one in claims]
    if kind == "csv":
        from ...graph.export.tables import neutral
        from ...graph.separated import Rows

        text = io.StringIO()
        writer = Rows(text)
        writer.writerow(COLUMNS)
        writer.writerows([neutral(row[name]) for name in COLUMNS] for row in rows)
        return text.getvalue()
    import yaml

    lines = [
        yaml.safe_dump([row], allow_unicode=True, default_flow_style=True, sort_keys=False, width=1 << 30).strip()[1:-1]
        for row in rows
    ]
    return _HEAD + "".join(f"- {line}\n" for line in lines)


def read_batch(path: Path) -> list[Order]:
    """The orders of a batch file.

    Raises :class:`BadBatch` with every line that is wrong, each by line and field.
    """
    try:
        if not path.is_file():
            raise BadInput("is not a file" if path.exists() else "there is no such file", file=path)
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise BadInput(f"is longer than {LONGEST >> 20} MiB", file=path, hint="Split it into several files.")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInput("expected UTF-8", file=path, line=line, hint="Save it as UTF-8.") from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from None
    rows = _csv_rows(path, text) if kind_of(path) == "csv" else _yaml_rows(path, text)
    errors: list[BadInput] = []
    orders: list[Order] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        if len(errors) > STOP:
            break
        if isinstance(row, BadInput):
            errors.append(row)
            continue
        try:
            order = _order(path, line, row)
        except BadInput as error:
            errors.append(error)
            continue
        if order is None:
            continue
        if order.key in seen:
            said = f"the claim {order.key} stands already in line {seen[order.key]}"
            errors.append(BadInput(said, file=path, line=line, field="claim"))
        seen[order.key] = line
        orders.append(order)
    if errors:
        raise BadBatch(errors)
    return orders


def _row(one: Compared, what: str) -> dict[str, str]:
    claim = one.claim
    return {
        "claim": claim.key,
        "decision": "",  # what to do: what was done is the status
        "change": "",
        "because": "",
        "status": one.status,
        "confidence": f"{claim.score:.2f}",
        "what": what,
        "fields": "; ".join(f"{name}={cell}" for name, cell in claim.cells.items()),
        "document": claim.source.removeprefix("source/"),
        "passage": " ".join(claim.passage.exact.split()),
    }


def _order(path: Path, line: int, row: dict[str, str]) -> Order | None:
    def wrong(field: str, message: str, hint: str | None = None) -> BadInput:
        return BadInput(message, file=path, line=line, field=field, hint=hint)

    key = row.get("claim", "").strip().removeprefix("claim/")
    if not _KEY.fullmatch(key):
        raise wrong("claim", f"expected the id of a claim, found {key[:40]!r}")
    word = row.get("decision", "").strip().lower()
    if not word:
        if row.get("change", "").strip():
            raise wrong("decision", "there is a change and no decision", "Write correct.")
        return None
    if word not in _VERDICTS:
        raise wrong("decision", f"expected accept, reject, correct, undo or nothing, found {word[:40]!r}")
    changes = changes_of(row.get("change", ""), wrong)
    if (word == "correct") != bool(changes):
        message = "correct needs a change" if word == "correct" else f"{word} takes no change"
        raise wrong("change", message, "FIELD=VALUE; FIELD=VALUE")
    because = row.get("because", "").strip() or None
    return Order(key, _VERDICTS[word], changes, because, str(path), line)


def changes_of(text: str, wrong: Callable[[str, str], BadInput]) -> dict[str, str]:
    """``FIELD=VALUE; FIELD=VALUE`` as a dict; what is no such pair is raised."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not name:
            raise wrong("change", f"expected FIELD=VALUE, found {part[:60]!r}")
        if name in found:
            raise wrong("change", f"gives {name[:40]} twice")
        found[name] = value.strip()
    return found


def _yaml_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str] | BadInput]]:
    """Line by line, so that a bad line loses no other and is named."""
    import yaml

    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        hint = "Each line is: - {claim: …, decision: …}"
        if len(line) > LINE:
            yield number, BadInput(f"is longer than {LINE:,} characters", file=path, line=number)
            continue
        if line.count("[") + line.count("{") > BRACKETS:
            yield number, BadInput(f"has more than {BRACKETS:,} brackets", file=path, line=number, hint=hint)
            continue
        try:
            loaded = yaml.load(line, Loader=yaml.BaseLoader)  # noqa: S506  # texts, lists and pairs only
        except (yaml.YAMLError, RecursionError, TypeError, ValueError):
            yield number, BadInput("cannot be read as YAML", file=path, line=number, hint=hint)
            continue
        row = loaded[0] if isinstance(loaded, list) and len(loaded) == 1 else None
        if not isinstance(row, dict):
            yield number, BadInput("expected one claim", file=path, line=number, hint=hint)
            continue
        odd = [name for name, value in row.items() if not isinstance(name, str) or not isinstance(value, str)]
        if odd:
            name = odd[0][:40] if isinstance(odd[0], str) else None
            said = "expected a text, found several values"
            yield number, BadInput(said, file=path, line=number, field=name, hint="Put it between quotes.")
            continue
        empty = ("~", "null")  # what YAML says for nothing
        yield number, _checked(path, number, {name: "" if cell in empty else cell for name, cell in row.items()})


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str] | BadInput]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        header = next(reader, [])
        if not {"claim", "decision"} <= set(header) or len(set(header)) != len(header):
            said = "expected a header with the columns claim and decision, each once"
            yield 1, BadInput(said, file=path, line=1, hint=f"Expected: {','.join(COLUMNS)}")
            return
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                said = f"expected {len(header)} cells, found {len(cells)}"
                yield line, BadInput(said, file=path, line=line, hint="A cell that holds a comma needs double quotes.")
                continue
            yield line, _checked(path, line, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        yield before + 1, BadInput(f"cannot be read as CSV: {error}", file=path, line=before + 1)


def _checked(path: Path, line: int, row: dict[str, str]) -> dict[str, str] | BadInput:
    odd = [name for name in row if name not in COLUMNS]
    if odd:
        hint = f"Known: {', '.join(COLUMNS)}."
        return BadInput("is no column of a batch", file=path, line=line, field=odd[0][:40], hint=hint)
    # What a spreadsheet would take for a formula is written with an apostrophe before it.
    return {name: cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell for name, cell in row.items()}


def fields_of(one: Compared) -> list[str]:
    """The fields that a correction of a claim may name."""
    if one.claim.field:
        return list(one.claim.cells)
    return [column.name for column in table_of(one.claim).columns if column.name not in EVIDENCE]
