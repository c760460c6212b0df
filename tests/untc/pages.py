"""Hand-made status pages in the real layout: same ids, same markup, own content."""

from __future__ import annotations

from collections.abc import Sequence

PLACE = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"


def page(
    *,
    number: str = "IV-99",
    title: str = "99. Convention on Made-up Matters",
    place: str = "New York, 7 March 1966",
    entry: str = "4 January 1969, in accordance with article 19.",
    status: str = "Signatories : 2. Parties : 3.",
    as_of: str = "03-02-2026 10:16:18 EDT",
    header: Sequence[str] = ("Participant", "Signature", "Accession(a), Succession(d), Ratification"),
    rows: Sequence[Sequence[str]] = (
        ("Albania", "", "11 May\t 1994 a"),
        ("Algeria", "9 Dec\t 1966", "14 Feb\t 1972"),
        ("Bolivia (Plurinational State of)", "7 Jun\t 1966", "22 Sep\t 1970"),
    ),
    notes: Sequence[tuple[str, str]] = (),
    declarations: Sequence[tuple[str, str]] = (),
    objections: Sequence[tuple[str, str]] = (),
    extra: str = "",
) -> str:
    """One page.  A name may end in ``^7``, a pointer to footnote 7; statements are HTML."""
    body = [
        f"<form method='post' action='./ViewDetails.aspx?src=TREATY&amp;mtdsg_no={number}&amp;chapter=4&amp;clang=_en'>"
    ]
    body.append(f"<span>STATUS AS AT : {as_of}</span>" if as_of else "")
    # An earlier table that looks like the grid and is not it.
    body.append(f"<table id='{PLACE}tblOther'><tr><td>Participant</td><td>Nothing</td></tr></table>")
    for name, text in (
        ("rptTreaty_ctl00_tcTreaty", title),
        ("rptTreaty_ctl00_tcText", place),
        ("rptEIF_ctl00_tcText", entry),
        ("rptStatus_ctl00_tcText", status),
    ):
        body.append(f"<div id='{PLACE}{name}'>{text}</div>")
    body.append(extra)
    body.append(f"<table id='{PLACE}tblgrid'>")
    body.append("<tr class='thead-one'>" + "".join(f"<td>{cell}<br></td>" for cell in header) + "</tr>")
    for row in rows:
        body.append("<tr>" + "".join(f"<td>{_pointed(cell)}<br></td>" for cell in row) + "</tr>")
    body.append("</table>")
    body.append(_statements("dgDec", declarations) + _statements("dgObj", objections))
    body.append(f"<table id='{PLACE}dgNotesAll'>")
    for note, text in notes:
        body.append(
            f"<tr><td><div class='divNotesAll'><a name='{note}'>{note}</a><index></index>{text}<br></div></td></tr>"
        )
    body.append("</table></form>")
    return "<!DOCTYPE html><html><head><title>UNTC</title></head><body>" + "\n".join(body) + "</body></html>"


def _pointed(cell: str) -> str:
    name, caret, note = cell.partition("^")
    if not caret:
        return cell
    return f"{name} <sup><a onclick='ShowNoteAll()' href='#{note}' class='noteIndex'>{note}</a> </sup>"


def _statements(table: str, statements: Sequence[tuple[str, str]]) -> str:
    rows = [
        f"<tr><td><div id='{PLACE}{table}_ctl{index:02}_divMainText'></div>"
        f"<div id='{PLACE}{table}_ctl{index:02}_divParticipant'>{_pointed(name)}</div>"
        f"<div id='{PLACE}{table}_ctl{index:02}_divText'><p class='invisible'>{name}</p>{text}<br></div></td></tr>"
        for index, (name, text) in enumerate(statements, start=2)
    ]
    return f"<table id='{PLACE}{table}'>{''.join(rows)}</table>" if rows else ""
