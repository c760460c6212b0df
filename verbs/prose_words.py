"""The words of `comity read` and `comity review`, in English and Russian, and claims told in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..loaders.text.ids import thing_of
from ..ontology.namespaces import ID, VOCABULARY

if TYPE_CHECKING:
    from ..graph.export.names import Names
    from ..loaders.text.judging import Judgement
    from ..loaders.text.rows import Claim

#: English and Russian.
WORDS: Mapping[str, tuple[str, str]] = {
    "encounters": ("Encounters", "Контакты"),
    "planned": ("Planned", "Запланировано"),
    "ledger": ("Said and not yet done", "Сказано и ещё не сделано"),
    "posts": ("Posts held", "Должности"),
    "bodies": ("Bodies", "Механизмы сотрудничества"),
    "notes": ("Not read", "Не прочитано"),
    "nothing": ("no encounter is told", "о контактах не говорится"),
    "session": ("session", "заседание"),
    "meeting": ("meeting", "встреча"),
    "visit": ("visit", "визит"),
    "conference": ("conference", "конференция"),
    "signing": ("signing", "подписание"),
    "proposal": ("proposal", "предложение"),
    "commitment": ("commitment", "обязательство"),
    "invitation": ("invitation", "приглашение"),
    "assessment": ("assessment", "оценка"),
    "date": ("date", "дата"),
    "place": ("place", "место"),
    "host": ("host", "принимает"),
    "chair": ("chair", "председатель"),
    "who": ("who", "участники"),
    "states": ("states", "государства"),
    "topics": ("topics", "темы"),
    "signed": ("signed", "подписано"),
    "decided": ("decided", "решено"),
    "mentioned": ("mentions", "упомянуто"),
    "part": ("part of", "в рамках"),
    "ordinal": ("number", "номер"),
    "format": ("format", "формат"),
    "by": ("by", "от"),
    "to": ("to", "кому"),
    "due": ("due", "срок"),
    "at": ("at", "на"),
    "aims": ("aims", "задачи"),
    "members": ("members", "члены"),
    "rhythm": ("rhythm", "периодичность"),
    "rotation": ("rotation", "очерёдность"),
    "since": ("since", "с"),
    "hosts": ("hosts", "принимали"),
    "instruments": ("rests on", "основан на"),
    "background": ("in passing", "вскользь"),
    "new": ("new", "новое"),
    "known": ("known", "известно"),
    "contradicts": ("contradicts", "противоречит"),
    "accepted": ("accepted", "принято"),
    "rejected": ("rejected", "отклонено"),
    "corrected": ("corrected", "исправлено"),
    "undone": ("undone", "отозвано"),
    "graph says": ("the graph says", "в графе"),
    "other says": ("another document says", "в другом документе"),
    "why date": ("another date", "другая дата"),
    "why place": ("another place", "другое место"),
    "why host": ("another host", "другой принимающий"),
    "why chair": ("another chair", "другой председатель"),
    "why number": ("another session has that number, or this one another", "другой номер заседания"),
    "why order": ("out of the order of the sessions", "нарушен порядок заседаний"),
    "why post": ("not in that post on that day", "в этот день не в этой должности"),
    "why holder": ("another holds that post", "должность занимает другой"),
    "why value": ("otherwise", "иначе"),
    "held": ("held", "состоялся"),
    "is planned": ("planned", "запланирован"),
    "on": ("on", "на"),
    "official": ("official", "должностное лицо"),
    "agency": ("agency", "ведомство"),
    "post": ("post", "должность"),
    "body": ("body", "механизм"),
    "aim": ("aim", "задача"),
    "member": ("member", "член"),
    "takes part": ("takes part", "участвует"),
    "from the graph": ("from the graph", "из графа"),
    "confidence": ("confidence", "уверенность"),
    "of": ("of", "—"),
}
_FIELDS = {"host_state": "host", "chair_state": "chair", "part_of": "part", "cites": "instruments"}


class Teller:
    """Tells things and claims in one language; ``claims`` name what the graph does not know."""

    def __init__(self, names: Names, lang: str, claims: Iterable[Claim] = ()) -> None:
        self.lang = lang
        self._names = names
        self._own: dict[str, str] = {}
        self.learn(claims)

    def learn(self, claims: Iterable[Claim]) -> None:
        """Take names of unknown things from the rows that claim them."""
        order = ("name_ru", "name_en") if self.lang == "ru" else ("name_en", "name_ru")
        for claim in claims:
            if not claim.field:
                name = next((claim.cells[one] for one in order if claim.cells.get(one)), None)
                if name:
                    self._own.setdefault(claim.thing, name)
                elif claim.table == "encounters":
                    body = claim.cells.get("body")
                    said = self.say(claim.thing.partition("/")[0])
                    self._own.setdefault(
                        claim.thing, f"{said} {self.say('of')} {self.thing(thing_of('body', body))}" if body else said
                    )

    def name(self, names: Mapping[str, str]) -> None:
        """Take names as they are."""
        self._own |= names

    def say(self, word: str) -> str:
        """A word of the page."""
        return WORDS[word][1 if self.lang == "ru" else 0]

    def thing(self, thing: str) -> str:
        """What ``kind/slug`` is called."""
        return self._names.known(ID + thing) or self._own.get(thing) or thing

    def state(self, code: str | None) -> str:
        """The name of a state."""
        return "" if not code else self.thing(thing_of("state", code))

    def concept(self, scheme: str, slug: str) -> str:
        """The label of a concept."""
        return self._names.known(f"{VOCABULARY}{scheme}/{slug}") or slug

    def value(self, claim: Claim) -> str:
        """The value of a claim of one value."""
        cells = claim.cells
        if claim.field == "place":
            city = cells.get("place_ru") or cells.get("place_en") or ""
            return ", ".join(part for part in (city, self.state(cells.get("place_state"))) if part)
        cell = cells[claim.field]
        if claim.field in ("host_state", "chair_state"):
            return self.state(cell)
        if claim.field == "topics":
            return self.concept("topic", cell)
        if claim.field == "format":
            return self.concept("encounter-format", cell)
        return cell if claim.field in ("date", "ordinal", "modality") else self.thing(cell)

    def claim(self, claim: Claim) -> str:
        """A claim in one line, without the encounter that it is about."""
        cells = claim.cells
        if claim.field:
            name = _FIELDS.get(claim.field, claim.field)
            return f"{self.say(name) if name in WORDS else claim.field}: {self.value(claim)}"
        if claim.table == "encounters":
            kind = self.say(claim.thing.partition("/")[0])
            return f"{kind}: {self.say('held' if cells['modality'] == 'held' else 'is planned')}"
        if claim.table == "participations":
            who = self.thing(cells["participant"])
            post = self._capacity(claim)
            return f"{self.say('takes part')}: {who}" + (f", {post}" if post else "")
        if claim.table == "tenures":
            who, post = self.thing(thing_of("official", cells["official"])), self.thing(thing_of("post", cells["post"]))
            day = f" ({cells['attested']})" if cells.get("attested") else ""
            return f"{who}: {post}{day}"
        if claim.table == "ledger":
            by = f" {self.say('by')} {self.things(cells['by'])}" if cells.get("by") else ""
            to = f" → {self.things(cells['to'])}" if cells.get("to") else ""
            return f"{self.say(claim.thing.partition('/')[0])}{by}{to}: {_content(cells)}"
        if claim.table == "instruments":
            return f"{self.say('signed')}: {claim.written or self.thing(claim.thing)}"
        if claim.table == "aims":
            return f"{self.say('aim')} {cells.get('letter', '')}: {_content(cells)}"
        if claim.table == "memberships":
            return f"{self.say('member')}: {self.thing(cells['member'])}"
        if claim.table == "rules":
            return f"{self.say(cells['kind'])}: {self.concept(cells['kind'], cells['value'])}"
        return f"{self.say(claim.thing.partition('/')[0])}: {self.thing(claim.thing)}"

    def things(self, cell: str) -> str:
        """Several things, with commas."""
        return ", ".join(self.thing(thing) for thing in cell.split("|"))

    def against(self, judgement: Judgement) -> str:
        """What the graph holds instead, in words."""
        held = self.thing(judgement.held) if "/" in judgement.held and " " not in judgement.held else judgement.held
        why = self.say(f"why {judgement.why}") if judgement.why else self.say("contradicts")
        who = self.say("graph says" if judgement.source is None else "other says")
        return f"{why}: {who} {held}" if held else why

    def _capacity(self, claim: Claim) -> str:
        capacity = claim.cells.get("capacity", "")
        if capacity.startswith("post/"):
            return self.thing(capacity)
        return self.state(claim.cells.get("on_behalf_of", "").removeprefix("state/"))


def _content(cells: Mapping[str, str]) -> str:
    return cells.get("content_ru") or cells.get("content_en") or ""
