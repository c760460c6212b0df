"""Posts in a text: which office, of which agency, of which state, and whether one holder or several.

The words stand in ``words/posts.yaml``.  A post is put together from parts: what
makes it a deputy's, the office, the agency, and the state beside it ("первый
заместитель Генерального прокурора Республики Узбекистан", "глава казахстанского
Минюста", "Azerbaijan's Prosecutor General").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .lexicon import word_set
from .places import parts_of_states
from .post_forms import nominative, number_and_case
from .post_senses import committee, given_name, is_verb, of_a_council, of_a_kind, of_a_part, of_several, verbal
from .post_words import Agency, PostWords, post_words
from .tokens import Token
from .whose import attach, belongs


@dataclass(frozen=True, slots=True)
class Near:
    """A state, city, organisation or body at tokens ``first`` up to ``last`` (exclusive)."""

    kind: str  # state, adjective, city, organisation, body
    code: str  # ISO code of the state, or the short name of the organisation or body
    name: str
    first: int
    last: int
    thing: str | None = None


@dataclass(slots=True)
class Post:
    """A post named at tokens ``first`` up to ``last``; ``words`` in the nominative without the state."""

    first: int
    last: int
    post_id: str
    words: str
    agency: str | None
    state: str | None = None
    organisation: str | None = None
    states: list[str] = field(default_factory=list)
    plural: bool = False
    former: bool = False
    acting: bool = False
    weak: bool = False
    case: str | None = None
    part: str | None = None  # the part of the state whose post it is: "министр юстиции Республики Сербской"


def find_posts(tokens: Sequence[Token], near: Sequence[Near], names: Sequence[int] = ()) -> list[Post]:
    """The posts named in one sentence, from left to right; ``names`` are tokens at which a person's name begins.

    What stands between a post and the name after it, without a verb or a stop,
    belongs to the post: "председатель рабочей группы по целям развития Чингиз Айдарбеков".
    """
    words = post_words()
    starts = {one.first: one for one in near}
    ends = {one.last: one for one in near}
    # "United States Attorney General" is no attorney general of states
    inside = {k for one in near if one.kind in ("state", "city") for k in range(one.first + 1, one.last)}
    found: list[Post] = []
    i = 0
    while i < len(tokens):
        post = None if i in inside else _post_at(tokens, i, words, starts, ends)
        if post is None:
            i += 1
        else:
            if found and i and _in_words_of(post, tokens, found[-1], i):
                found[-1].last = post.last
                i = max(post.last, i + 1)
                continue
            if found and _second_name(post, tokens, found[-1], names):
                i = post.last
                continue
            if post.weak and verbal(post, tokens):
                i += 1  # "headed by Attorney General N.": the verb is no post, what follows it may be one
                continue
            if post.weak and post.post_id == "other":
                _modified(post, tokens, found[-1].last if found else 0, ends)
            if post.post_id in ("president", "other") and post.state is None:
                _of_agency_before(post, tokens, words, found[-1].last if found else 0, ends)
            _complement(post, tokens, names, starts)
            found.append(post)
            i = max(post.last, i + 1)
    return found


#: Houses that bear the name of an office: their heads hold another one.
_UNITS = frozenset("аппарат секретариат канцелярия администрация бюро приемная".split())


def _in_words_of(post: Post, tokens: Sequence[Token], before: Post, i: int) -> bool:
    """Whether an office is of the words of the one before: "начальник управления при генеральном прокуроре",
    "руководитель секретариата председателя Верховного суда"."""
    if before.last >= i or not _unbroken(tokens, before.last, i):
        return False
    if tokens[i].surface.isascii():  # "Spokesman for the President", "adviser to the Minister of Justice"
        between = [token.lemma for token in tokens[before.last : i]]
        return before.weak and between in (["for", "the"], ["to", "the"], ["of", "the"], ["for"], ["to"], ["of"])
    return tokens[i - 1].lemma == "при" or (post.case == "gent" and tokens[i - 1].lemma in _UNITS)


#: Offices that a minister holds besides his ministry.
_BESIDES = frozenset(("deputy prime minister", "deputy premier", "vice prime minister", "first deputy prime minister"))


def _second_name(post: Post, tokens: Sequence[Token], before: Post, names: Sequence[int]) -> bool:
    """Whether an office is a further one of its holder, and make both one: "заместитель председателя исполкома –
    исполнительного секретаря СНГ", "Chairman of the Judicial Council of Azerbaijan and Chief Justice"."""
    if post.plural or before.plural or not post.first or before.last > post.first or post.weak:
        return False
    slug = _after_dash(post, tokens, before) if tokens[post.first - 1].surface in "-–—" else None
    if slug is None and not _after_and(post, tokens, before, names):
        return False
    before.post_id, before.agency, before.weak = slug or post.post_id, post.agency, False
    before.organisation = before.organisation or post.organisation
    before.state = before.state or post.state
    before.states = before.states or post.states
    before.last = post.last
    return True


def _after_dash(post: Post, tokens: Sequence[Token], before: Post) -> str | None:
    """The slug of the deputy of whom a dash tells the other office: "заместитель председателя – секретаря"."""
    deputy = post_words().before.at(tokens, before.first)
    if post.case != "gent" or post.first - before.last > 4 or before.post_id != "other" or deputy is None:
        return None
    slug = _slug(post.post_id, [deputy[1][0]])
    return slug if slug != "other" else None


def _after_and(post: Post, tokens: Sequence[Token], before: Post, names: Sequence[int]) -> bool:
    """Whether an English office after "and" is the weightier one of the same person."""
    between = tokens[before.last : post.first]
    if not tokens[post.first].surface.isascii() or tokens[post.first - 1].lemma != "and":
        return False
    if before.words.lower() in _BESIDES:
        return len(between) == 1
    if any(before.last < name <= post.last + 2 for name in names):
        return False  # "…, and Chief Justice N.": somebody else
    return (
        before.post_id == "other"
        and before.weak
        and len(between) > 2
        and between[0].lemma == "of"
        and all(
            one.word and (one.capital or one.lemma in ("of", "the", "and")) for one in between if one.surface != "-"
        )
    )


def _unbroken(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words between two posts are of the first one's office: no verb and no stop among them."""
    return last - first <= 14 and not any(one.surface in ",;:" or is_verb(one) for one in tokens[first:last])


def _of_agency_before(post: Post, tokens: Sequence[Token], words: PostWords, least: int, ends: dict[int, Near]) -> None:
    """Make of an English "president" or "head" the head of the agency named just before it: "Supreme People's Court of
    China (SPCC) president", "Supreme Court of India chief"."""
    k = post.first
    if not tokens[k].surface.isascii() or words.heads.at(tokens, k) is None:
        return
    if k - 3 >= least and tokens[k - 1].surface == ")" and tokens[k - 3].surface == "(":
        k -= 3
    state = ends.get(k)
    if state is not None and state.kind == "state" and state.first > least and tokens[state.first - 1].lemma == "of":
        k = state.first - 1
    else:
        state = None
    if k == post.first:
        return  # "Supreme Court president" is one phrase
    for first in range(max(least, k - 5), k):
        found = words.agencies.at(tokens, first)
        if found is not None and found[0] == k:
            head = words.head_of.get(found[1][0].kind)
            post.post_id, post.agency = (head.slug, head.agency) if head is not None else ("other", found[1][0].name)
            post.first, post.weak = first, False
            if state is not None:
                belongs(post, state)
            return


def _modified(post: Post, tokens: Sequence[Token], least: int, ends: dict[int, Near]) -> None:
    """Widen an English office by what stands before it: "Defence Minister", "Public Service Commission chairperson"."""
    before = post_words().before_office
    first = post.first
    if not tokens[first].surface.isascii():
        return
    while (
        first > least
        and first not in ends
        and (
            tokens[first - 1].lemma in before
            or (tokens[first - 1].lemma == "and" and first - 2 >= least and tokens[first - 2].lemma in before)
        )
    ):
        first -= 1
    if first == post.first:
        return
    post.words = " ".join([*(token.surface for token in tokens[first : post.first]), post.words])
    post.first, post.weak = first, False
    owner = ends.get(first)
    if owner is not None and post.state is None and post.organisation is None and owner.kind in _OWNERS:
        belongs(post, owner)
        post.first = owner.first


_OWNERS = ("adjective", "state", "organisation", "body")


def _complement(post: Post, tokens: Sequence[Token], names: Sequence[int], starts: dict[int, Near]) -> None:
    """Widen a post up to the name after it, and find its state on the way."""
    if (post.plural and post.post_id != "other") or post.last in names:
        return  # whose post it is stands beside it
    name = next((k for k in names if post.last < k <= post.last + (14 if post.weak else 8)), None)
    if name is None:
        return
    depth = 0
    for k in range(post.last, name if not _listed_office(post, tokens, name) else post.last):
        token = tokens[k]
        depth += (token.surface in ("(", "«")) - (token.surface in (")", "»"))
        if token.surface == "," and k == name - 1 and post.weak and token.surface.isascii() and not depth:
            continue  # "the head of the Financial Intelligence Unit, Santiago Nieto"
        if token.surface == "." and tokens[k - 1].lemma in (*word_set("names", "titles"), "г"):
            continue  # "Director General of Narcotics Control Maj. Gen. N.", "генеральный консул в г.Актау"
        if token.surface in (",", ";", ".", ":", "–", "—") and not depth:
            return
        if post.weak and token.lemma == "и" and k + 1 < name and _goes_on(tokens, k + 1):
            continue  # "начальник отдела международных отношений и правового обеспечения"
        told = token.surface.isascii() and token.surface.islower() and token.surface.endswith("ed")
        if token.word and (told or token.lemma in _ENDS or is_verb(token) or _office_here(tokens, k)):
            return
    inside = {token.lemma for token in tokens[post.first : name]}
    if tokens[post.first].lemma == "уполномоченный" and {"право", "человек"} <= inside:
        post.post_id, post.agency, post.weak = "ombudsman", "Ombudsman", False
    for k in range(post.last, name):
        one = starts.get(k)
        if (
            one is not None
            and one.kind in ("state", "organisation", "body")
            and post.state is None
            and post.organisation is None
        ):
            belongs(post, one)
    post.last = name


def _listed_office(post: Post, tokens: Sequence[Token], name: int) -> bool:
    """Whether all up to the comma before a name says of what an English office is: "Commissioner for Democracy, Justice
    and Consumer Protection, N.", "the Prosecutor General of Türkiye's Supreme Court of Appeal, N."."""
    between = tokens[post.last : name]
    if not between:
        return False
    begins = between[0].lemma in ("of", "for") if post.weak else post.state is not None and between[0].capital
    if not begins or len(between) < 3 or between[-1].surface != ",":
        return False
    small = ("of", "for", "the", "and", "&", ",", "on", "in")
    named = all((one.word and one.capital and one.surface.isascii()) or one.lemma in small for one in between)
    return named and not any(_office_here(tokens, k) for k in range(post.last, name))


def _goes_on(tokens: Sequence[Token], k: int) -> bool:
    """Whether the name of a department goes on after "и": an adjective or noun in small letters that is no deputy."""
    return not tokens[k].capital and tokens[k].word and post_words().before.at(tokens, k) is None


def _office_here(tokens: Sequence[Token], k: int) -> bool:
    """Whether another office begins: "избранный председателем совета генпрокурор России А."."""
    found = post_words().offices.at(tokens, k)
    return found is not None and not found[1][0].weak


#: Between a post and a name these tell of another matter: "генпрокурор Грузии по приглашению А. побывал".
_ENDS = frozenset(
    """и and с with который что приглашение просьба инициатива поручение встреча визит переговоры приказ указ
    invitation request meeting visit talk behalf""".split()
)


def _post_at(
    tokens: Sequence[Token], i: int, words: PostWords, starts: dict[int, Near], ends: dict[int, Near]
) -> Post | None:
    if not tokens[i].word:
        return None
    j = i
    marks: list[str] = []
    if tokens[i].lemma in words.joined_heads and (through := _agency_after(tokens, i + 1, words, starts)) is not None:
        head = words.head_of.get(through[1].kind)
        post = Post(i, through[0], _slug(head.slug if head else "other", ("deputy",)), "", through[1].name)
        post.case = number_and_case(tokens, i, i + 1)[1]
        attach(post, tokens, through[2], starts, ends)
        post.words = nominative(tokens[i : through[0]])
        return post
    while j < len(tokens):
        mark = words.before.at(tokens, j)
        if mark is None or (marks and mark[1][0] in ("acting", "former")):
            break
        j, kinds = mark
        marks.append(kinds[0])
        while j < len(tokens) and tokens[j].surface in ("-", "."):
            j += 1
        inner = starts.get(j)
        if inner is not None and inner.kind in ("adjective", "state", "organisation") and inner.last < len(tokens):
            break
    inside: Near | None = None
    if j < len(tokens) and (one := starts.get(j)) is not None and marks and one.kind != "city":
        inside, j = one, one.last  # "Deputy SCO Secretary-General", "заместитель казахстанского генпрокурора"
    if j >= len(tokens):
        return None
    of_many = False
    if marks and tokens[j].lemma == "of":
        of_many = tokens[j - 1].surface.lower().endswith("ies")  # "Deputies of the Prosecutor General"
        j += 1
    if j < len(tokens) and tokens[j].lemma == "the" and marks:
        j += 1
    if j >= len(tokens):
        return None
    if given_name(tokens, j):
        return None
    office = words.offices.at(tokens, j)
    headed = words.heads.at(tokens, j)
    agency_end, slug, agency, weak, is_body = j, None, None, False, False
    if headed is not None:
        through = _agency_after(tokens, headed[0], words, starts) or _state_itself(tokens, headed[0], starts)
        if through is not None and (office is None or through[0] > office[0]):
            agency_end, kind, between = through
            head = words.head_of.get(kind.kind)
            slug = head.slug if head else "director" if tokens[j].lemma in ("директор", "director") else "other"
            agency = head.agency if head else kind.name
            inside = inside or between
    if slug is None:
        if office is None:
            return None
        if tokens[j].lemma == "pm" and not tokens[j].surface.isupper():
            return None  # an hour
        house = words.agencies.at(tokens, j)
        if house is not None and house[0] > office[0]:
            return None  # "the Prosecutor General's Office" is no person
        agency_end, one_office = office[0], office[1][0]
        slug, agency, weak, is_body = one_office.slug, one_office.agency, one_office.weak, one_office.body
        if slug == "speaker" and committee(tokens, agency_end):
            slug, agency, weak = "other", None, True
        if weak:
            through = _agency_after(tokens, agency_end, words, starts)
            if through is not None:
                agency_end, kind, between = through
                agency, inside, weak = kind.name, inside or between, False
        elif not is_body and (through := _agency_after(tokens, agency_end, words, {})) is not None:
            agency_end = through[0]
    if (
        slug == "prosecutor_general"
        and tokens[j].lemma in ("chief", "главный")
        and of_a_part(tokens, agency_end, starts)
    ):
        slug, agency = "other", "Prosecutor's Office"
    if slug == "president" and of_a_council(tokens, agency_end):
        slug, agency, weak = "other", None, True
    if slug in ("minister_justice", "minister_interior"):
        agency_end = _portfolio(tokens, agency_end, words)
    last = agency_end
    of_organisation = office[1][0].organisation if office is not None and headed is None else None
    post = Post(i, last, _slug(slug, marks), "", agency, weak=weak)
    post.former, post.acting = "former" in marks, "acting" in marks
    post.plural, post.case = number_and_case(tokens, j, last)
    if marks and not tokens[i].surface.isascii():
        # "заместителем генерального прокурора Н-ым": the deputy's case is that of the name
        post.case = number_and_case(tokens, i, j)[1] or (None if post.acting and post.case == "gent" else post.case)
    post.plural = post.plural or of_many
    if not post.plural and of_several(tokens, j, last, starts):
        post.plural, post.case = True, "nomn"
    post.organisation = of_organisation
    attach(post, tokens, inside, starts, ends)
    own = words.of_one_state.get(tokens[j].lemma)
    if own is not None and not post.states:
        post.state, post.states = own, [own]
    post.words = nominative(tokens[i:last])
    if post.weak and tokens[j].lemma == "глава" and last == j + 1 and _of_state(last, starts) and not marks:
        post.post_id, post.agency, post.weak = "president", "Presidency", False  # "глава ЦАР": of the state itself
    lesser = bool(i) and tokens[j].lemma == "prosecutor" and of_a_kind(tokens[i - 1], ends.get(i))
    post.weak = post.weak and not lesser
    alone = tokens[j].lemma == "prosecutor" and last - j == 1 and not lesser
    if alone and post.state is not None and not post.plural and not marks:
        post.post_id, post.agency, post.weak = "prosecutor_general", "Prosecutor General's Office", False
    if post.part is not None and post.agency is not None:
        # a minister of Republika Srpska is none of Bosnia and Herzegovina
        post.post_id, post.agency = "other", f"{post.agency} of {post.part}"
        post.words = nominative(tokens[i : max(last, post.last)])
    if post.organisation is not None and post.state is None and post.post_id in _OF_STATES and not post.plural:
        post.post_id, post.agency = "other", post.organisation  # the prosecutor of a tribunal is no state's
    return post


def _of_state(k: int, starts: dict[int, Near]) -> bool:
    """Whether a sovereign state by its name follows."""
    one = starts.get(k)
    return one is not None and one.kind == "state" and one.name not in parts_of_states()


#: Posts that are a state's: where an organisation or a tribunal has one, it is another post.
_OF_STATES = frozenset(("prosecutor_general", "chief_justice", "minister_justice", "minister_interior"))


def _portfolio(tokens: Sequence[Token], i: int, words: PostWords) -> int:
    """Where a minister's post ends that has charge of more: "Minister of Justice and Prison Reforms"."""
    j = i
    while j < len(tokens) and tokens[j].surface in (",", "and", "и", "&"):
        j += 1
    k = j
    small = ("and", "и", "the")
    while k < len(tokens) and (tokens[k].lemma in words.portfolio or (i < k and tokens[k].lemma in small)):
        k += 1
    while k > j and tokens[k - 1].lemma in small:
        k -= 1
    return k if k > j > i else i


#: Posts whose deputies have no slug of their own.
_NO_DEPUTIES = frozenset(("other", "director", "president", "prime_minister", "speaker", "ambassador", "king", "emir"))


def _slug(slug: str, marks: Sequence[str]) -> str:
    for mark in marks:
        if mark == "senior_assistant" or mark == "assistant":
            return "other"
        if mark in ("deputy", "first_deputy"):
            slug = "other" if slug in _NO_DEPUTIES else f"{mark}_{slug}"
    return slug


def _agency_after(
    tokens: Sequence[Token], i: int, words: PostWords, starts: dict[int, Near]
) -> tuple[int, Agency, Near | None] | None:
    """An agency in the genitive after a head, a state's adjective or "of the" between: (end, agency, the state)."""
    between: Near | None = None
    while i < len(tokens) and (tokens[i].lemma in ("of", "the", "to") or i in starts):
        if i in starts:
            one = starts[i]
            if one.kind == "city":
                return None
            between = one
            i = one.last
        else:
            i += 1
    found = words.agencies.at(tokens, i) if i < len(tokens) else None
    if found is not None and found[1][0].kind == "parliament" and committee(tokens, found[0]):
        return None
    return None if found is None else (found[0], found[1][0], between)


def _state_itself(tokens: Sequence[Token], i: int, starts: dict[int, Near]) -> tuple[int, Agency, Near | None] | None:
    """ "Глава вьетнамского государства", "head of the Italian state": the state is named by its adjective."""
    while i < len(tokens) and tokens[i].lemma in ("of", "the"):
        i += 1
    one = starts.get(i)
    if one is None or one.kind not in ("adjective", "state") or one.last >= len(tokens):
        return None
    if tokens[one.last].lemma not in ("государство", "state") or tokens[one.last].surface.lower() == "states":
        return None
    return one.last + 1, Agency("state", "Presidency"), one
