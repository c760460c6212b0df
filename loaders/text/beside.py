"""Names of one sentence and the posts beside them: before a name, after a comma, one plural post for several names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lexicon import word_set
from .naming import name_of
from .people import Mention, Name
from .post_senses import is_verb
from .post_words import post_words
from .posts import Post
from .tokens import Token, readings

if TYPE_CHECKING:
    from .scene import Sentence


#: Words and signs that may stand between a post and the name it belongs to.
_FILL = frozenset(
    ', – - — ( « " . h e г-н господин госпожа г-жа товарищ mr mrs ms dr h.e his her excellency the who is который '
    "являться два двух обоих оба страна государство two both country юстиция советник класс "
    "генерал-лейтенант генерал-майор генерал-полковник генерал 1 2 3 го и о justice hon ble "
    "special senior parliamentary then new former honourable honorable государственный действительный его и it".split()
)


def mentions_in(sentence: Sentence) -> None:
    """Pair each name with the post beside it: just before it, or after a comma."""
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    tokens = sentence.tokens
    order: list[tuple[int, int, int]] = []
    for n, name in enumerate(sentence.names):
        for p, post in enumerate(sentence.posts):
            if post.last <= name.first:
                gap = _without_abbreviation(tokens[post.last : name.first])
                chained = not post.plural and (_chained(gap, post.last, sentence) or _second_house(gap, post, sentence))
                if chained or (len(_without_titles(gap)) <= 7 and all(_fills(token) for token in gap)):
                    comma = sum(token.surface == "," for token in gap)
                    # "deputies of the Prosecutor General, Lena Owens, legal adviser": several have not one name
                    several = 6 if post.plural and comma else 0
                    order.append(
                        (
                            (len(_without_titles(gap)) + 2 * comma if not chained else 1)
                            + (8 if post.weak else 0)
                            + several,
                            n,
                            p,
                        )
                    )
            elif name.last <= post.first:
                gap = tokens[name.last : post.first]
                if _is_subject(gap, post, tokens):
                    continue
                if (
                    len(_without_titles(gap)) <= 5
                    and gap
                    and (gap[0].surface in (",", "(", "–", "-", "—") or [token.surface for token in gap] == ["the"])
                    and all(
                        _fills(token)
                        or token.lemma in ("a", "in", "в", "являться")
                        or (len(gap) <= 3 and gap[0].surface == "," and token.capital and token.surface.isascii())
                        for token in gap
                    )
                ):
                    # "губернатор А., председатель собрания Б.": the post goes with the name just after it
                    dash = post.last < len(tokens) and tokens[post.last].surface in ("–", "—", ":")
                    theirs = any(other.first == post.last + dash for other in sentence.names)
                    theirs = theirs or (_has_own(name, sentence) and _goes_with_next(post, sentence))
                    # "сообщила секретарь суда А., иранский посол дал …": the post begins the next clause
                    acts = gap[0].surface == "," and post.last < len(tokens) and is_verb(tokens[post.last])
                    theirs = theirs or (acts and not post.plural and any(p.last == name.first for p in sentence.posts))
                    order.append((len(gap) + (1 if gap[0].surface == "," else 0) + (9 if theirs else 0), n, p))
                elif _becomes(gap, post, sentence):
                    order.append((6 + len(gap), n, p))
    for _, n, p in sorted(order):
        if n in pairs or (p in taken and not sentence.posts[p].plural):
            continue
        pairs[n] = p
        taken.add(p)
    for n, name in enumerate(sentence.names):
        held: Post | None = sentence.posts[pairs[n]] if n in pairs else None
        if held is not None and held.post_id in ("other", "prosecutor_general"):
            held = _weightier(held, sentence) or held
        words = tokens[name.first : name.last]
        after = None
        if held is None or (held.state is None and held.organisation is None):
            after = _state_after(held, name, sentence)
        if held is None:
            after = after or _state_before(name, sentence)
            held = _of_agency(name, sentence)
        expected = held.case if held is not None else "nomn" if _opens(name, tokens) else None
        text, surname, case = name_of(words, expected)
        mention = Mention(
            sentence.index, name.first, name.last, words[0].start, words[-1].end, text, surname, held, case, after,
            " ".join(word.surface for word in words if word.word),
        )  # fmt: skip
        sentence.mentions.append(mention)
    _by_state(sentence)
    # one plural post, several names: "министры юстиции Казахстана и Китая А. и Б."
    for post in sentence.posts:
        if not post.plural and not _may_be_several(post, sentence):
            continue
        first = next((m for m in sentence.mentions if m.post is post), None)
        if first is None:
            continue
        run = [first]
        for mention in sentence.mentions:
            free = mention.first >= run[-1].last and mention.post is None
            if free and _joins(tokens[run[-1].last : mention.first]):
                run.append(mention)
        states = post.states if len(post.states) == len(run) else [None] * len(run)
        if len(post.states) == 1 and all(one.state is None for one in run):
            states = post.states * len(run)  # "заместители председателя Верховного суда Кыргызстана А. и Б."
        for mention, shared in zip(run, states, strict=True):
            state = shared or mention.state
            mention.post = Post(
                post.first, post.last, post.post_id, post.words, post.agency, state, post.organisation,
                [state] if state else [], False, post.former, post.acting, post.weak, post.case,
            )  # fmt: skip

    for mention in sentence.mentions:
        mention.post = mention.post or _justice(mention, sentence)


def _is_subject(gap: Sequence[Token], post: Post, tokens: Sequence[Token]) -> bool:
    """Whether "the minister" after a comma is the subject of what follows: "In talks with N., the minister said"."""
    if [token.surface for token in gap] != [",", "the"] or not post.weak or post.last - post.first > 1:
        return False
    after = tokens[post.last] if post.last < len(tokens) else None
    return after is not None and after.word and after.surface.islower() and after.lemma not in ("of", "for", "in", "at")


def _has_own(name: Name, sentence: Sentence) -> bool:
    """Whether a post stands right before a name: "the Minister of Justice of the Emirates A."."""
    between = [sentence.tokens[post.last : name.first] for post in sentence.posts if post.last <= name.first]
    titles = word_set("names", "titles")
    return any(all(one.lemma in titles or one.surface == "." for one in gap) and len(gap) <= 3 for gap in between)


def _goes_with_next(post: Post, sentence: Sentence) -> bool:
    """Whether only a comma and a title stand between a post and the next name: "…, President of the Court, B., and"."""
    tokens = sentence.tokens
    following = next((name for name in sentence.names if name.first >= post.last), None)
    if following is None or tokens[post.last].surface != ",":
        return False
    titles = word_set("names", "titles")
    return all(one.lemma in titles or one.surface == "." for one in tokens[post.last + 1 : following.first])


#: Verbs between a name and the office that it comes to: "N. стал председателем", "N. was appointed Minister".
_BECOMES = frozenset(
    """стать назначить избрать утвердить возглавить являться appoint appointed elect elected become became name named
    nominate nominated""".split()
)


def _becomes(gap: Sequence[Token], post: Post, sentence: Sentence) -> bool:
    """Whether a name is told to come to the office after it: "N. стал новым председателем Верховного суда",
    "назначил Н. генеральным прокурором"."""
    if post.plural or post.organisation is not None:
        return False
    if not gap:
        before = sentence.tokens[max(0, post.first - 8) : post.first]
        return post.case == "ablt" and any(token.lemma in ("назначить", "избрать", "утвердить") for token in before)
    verbs = [k for k, token in enumerate(gap) if token.lemma in _BECOMES or token.surface.lower() in _BECOMES]
    if not verbs or len(gap) > 7 or any(token.surface in ",;:()" for token in gap):
        return False
    return not any(token.capital for token in gap)


def _joins(gap: Sequence[Token]) -> bool:
    """Whether only "and", a comma, a title, or whose the one before is stands between two names of one office: "DPPs A.
    (Burundi), B. (Kenya)", "A. for the hosts and B. for the guests"."""
    rest, depth = [], False
    for token in gap:
        depth = depth or token.surface == "("
        if not depth:
            rest.append(token)
        depth = depth and token.surface != ")"
    if rest and rest[0].lemma in ("for", "of", "from") and len(rest) <= 6:
        rest = [token for token in rest[1:] if token.lemma in ("and", ",")]
    titles = word_set("names", "titles")
    return bool(rest) and len(rest) <= 3 and all(t.lemma in ("и", ",", "and", ".") or t.lemma in titles for t in rest)


def _weightier(post: Post, sentence: Sentence) -> Post | None:
    """The first of two posts of one person, where it is the one that counts: "Minister of Justice and Minister of State
    for Cabinet Affairs N."."""
    before = next((one for one in reversed(sentence.posts) if one.last <= post.first), None)
    if before is None or before.plural or before.post_id == "other" or before.post_id in ("president", "ambassador"):
        return None
    gap = sentence.tokens[before.last : post.first]
    if len(gap) != 1 or gap[0].lemma not in ("and", "и", ","):
        return None
    if any(mention.first < post.first and mention.post is before for mention in sentence.mentions):
        return None
    return before


def _by_state(sentence: Sentence) -> None:
    """A list by states after one plural post: "министры юстиции: Казахстана — А., Китая — Б."."""
    tokens = sentence.tokens
    shared: Post | None = None
    for mention in sentence.mentions:
        shared = next((one for one in reversed(sentence.posts) if one.plural and one.last <= mention.first), None)
        if shared is None or mention.post is not None:
            continue
        k = mention.first
        dash = tokens[k - 1].surface in ("–", "—", "-", ":")
        k -= dash or tokens[k - 1].surface == ","
        near = next((one for one in sentence.near if one.last == k and one.kind in ("state", "adjective")), None)
        if near is None or near.first < shared.last:
            continue
        # "министры юстиции Грузии А. и Венгрии Б.", "the justice ministers of Georgia, A., and of Hungary, B."
        again = near.kind == "state" and any(
            token.lemma in ("и", "and", ",", ";") for token in tokens[max(0, near.first - 3) : near.first]
        )
        state = near.code if dash or again else None
        if state is not None:
            mention.post = Post(
                shared.first, shared.last, shared.post_id, shared.words, shared.agency, state, None, [state],
                False, shared.former, shared.acting, shared.weak, shared.case,
            )  # fmt: skip


def _agency_behind(post: Post, tokens: Sequence[Token], k: int) -> int:
    """ "President Lorenzetti of the Supreme Court of Argentina": the agency stands after the name."""
    j = k
    while j < len(tokens) and tokens[j].lemma == "the":
        j += 1
    found = post_words().agencies.at(tokens, j) if j < len(tokens) else None
    if found is None:
        return k
    head = post_words().head_of.get(found[1][0].kind)
    if post.post_id == "president":
        post.post_id = head.slug if head is not None else "other"
    post.agency = found[1][0].name
    j = found[0]
    while j < len(tokens) and tokens[j].lemma in ("of", "the", "in"):
        j += 1
    return j


def _may_be_several(post: Post, sentence: Sentence) -> bool:
    """Whether a singular can be a plural as well: "главы ведомств А. и Б."."""
    word = sentence.tokens[post.first].surface
    return any(one.pos == "NOUN" and one.number == "plur" and one.case == "nomn" for one in readings(word))


def _without_abbreviation(gap: Sequence[Token]) -> Sequence[Token]:
    """ "Chief Justice of Pakistan (CJP), Mr Justice …": what is bracketed names the post again."""
    if len(gap) >= 3 and gap[0].surface == "(" and gap[2].surface == ")" and gap[1].surface.isupper():
        return gap[3:]
    return gap


def _without_titles(gap: Sequence[Token]) -> Sequence[Token]:
    """The words between a post and a name without "H.E. Dr." and the like."""
    titles = word_set("names", "titles")
    return [one for one in gap if one.lemma not in titles and one.surface not in ("H", "E", ".")]


def _opens(name: Name, tokens: Sequence[Token]) -> bool:
    """Whether a full Russian name stands where a subject does, its first word in the nominative: "Паата Салия
    рассказал" tells of no "Паат Салий"."""
    words = [token for token in tokens[name.first : name.last] if token.word]
    if len(words) < 2 or words[0].surface.isascii():
        return False
    if not any(one.case == "nomn" and one.name is not None for one in readings(words[0].surface)):
        return False
    before = tokens[name.first - 1].surface if name.first else "«"
    verb = name.last < len(tokens) and any(one.pos == "VERB" for one in readings(tokens[name.last].surface)[:1])
    return before in ("—", "–") or (before in ("«", ".", ",", '"') and verb)


def _state_after(post: Post | None, name: Name, sentence: Sentence) -> str | None:
    """ "Prosecutor General Le Minh Tri of Vietnam": the state stands after the name."""
    tokens = sentence.tokens
    k = name.last
    if k < len(tokens) and tokens[k].lemma in ("of", "from", "(", "for"):
        k += 1
        if post is not None and post.post_id in ("president", "other") and post.last - post.first <= 2:
            k = _agency_behind(post, tokens, k)
        while k < len(tokens) and tokens[k].lemma in ("the",):
            k += 1
        one = next(
            (near for near in sentence.near if near.first == k and near.kind in ("state", "adjective", "organisation")),
            None,
        )
        if one is not None:
            if one.kind != "organisation":
                if post is not None:
                    post.state, post.states = one.code, [one.code]
                return one.code
            if post is not None:
                post.organisation = one.code
    if post is not None and post.last > name.last and not post.plural:
        closing = _closing_state(post, sentence)
        if closing is not None:
            post.state, post.states = closing, [closing]
            return closing
    return None


def _closing_state(post: Post, sentence: Sentence) -> str | None:
    """The state at the end of an item of a list: "Hon. N., Attorney-General, Dominica; Hon. …"."""
    tokens = sentence.tokens
    end = next((k for k in range(post.last, len(tokens)) if tokens[k].surface == ";"), len(tokens))
    for one in sentence.near:
        if one.kind != "state" or not post.last < one.first < end or tokens[one.first - 1].surface != ",":
            continue
        rest = [token.surface for token in tokens[one.last : end]]
        if not rest or rest == ["."] or (rest[0] == "and" and rest[1:2] and rest[1] in ("H", "Hon", "Mr", "Mrs", "Ms")):
            return one.code if not any(post.last < other.first < one.first for other in sentence.names) else None
    return None


def _state_before(name: Name, sentence: Sentence) -> str | None:
    """ "Jordan's Bassam Talhouni", "the Lithuanian, Agnė Bilotaitė": the state stands before the name."""
    tokens, k = sentence.tokens, name.first
    possessive = k > 0 and tokens[k - 1].surface.lower().endswith(("'s", "’s"))
    while k and (tokens[k - 1].surface in (",", "–", "—", "(") or tokens[k - 1].lemma in ("by", "this", "being")):
        k -= 1
    one = next((near for near in sentence.near if near.last == k), None)
    item = _state_of_item(name, sentence)
    if item is not None or one is None:
        return item
    if one.kind == "state" and k < name.first and tokens[name.first - 1].surface in ("–", "—"):
        # "…, Казахстан — Азамат Ескараев": an item of a list
        before = tokens[one.first - 1].lemma if one.first else ""
        return one.code if before in (",", ";", ":", ".", "от", "from", "for") else None
    if not (possessive or k < name.first):
        return None
    if possessive:
        return one.code if one.kind == "state" and k == name.first else None
    elliptic = one.kind == "adjective" and any(post.plural or post.last <= one.first for post in sentence.posts)
    return one.code if elliptic and not (name.last < len(tokens) and tokens[name.last].lemma == "and") else None


def _state_of_item(name: Name, sentence: Sentence) -> str | None:
    """ "Узбекистан представлял Акбар Ташкулов", "Kazakhstan was represented by Azamat Yeskarayev"."""
    tokens, k = sentence.tokens, name.first - 1
    if k > 0 and tokens[k].lemma == "by" and any(token.lemma == "represent" for token in tokens[:k]):
        again = next((one.code for one in sentence.near if one.last == k and one.kind == "state"), None)
        if again is not None:
            return again  # "… and Uzbekistan by Akbar Tashkulov"
    while k > 0 and tokens[k].lemma in ("by", "be", "который"):
        k -= 1
    if k < 1 or tokens[k].lemma not in ("represent", "представлять", "представить"):
        return None
    while k > 0 and tokens[k - 1].lemma in ("be", "на", "он", "оно", "она", "здесь", "there"):
        k -= 1
    return next((one.code for one in sentence.near if one.last == k and one.kind == "state"), None)


def _of_agency(name: Name, sentence: Sentence) -> Post | None:
    """ "N. of the Supreme Court of Montenegro": somebody of an agency, in which post is not said."""
    tokens = sentence.tokens
    k = name.last
    if k + 2 >= len(tokens) or tokens[k].lemma not in ("of", "from", "из"):
        return None
    k += 1
    while k < len(tokens) and tokens[k].lemma == "the":
        k += 1
    found = post_words().agencies.at(tokens, k)
    if found is None:
        return None
    j = found[0]
    while j < len(tokens) and tokens[j].lemma in ("of", "the", "in"):
        j += 1
    state = next((near.code for near in sentence.near if near.first == j and near.kind == "state"), None)
    if state is None:
        return None
    agency = found[1][0].name
    return Post(k, found[0], "other", agency, agency, state, None, [state], False, False, False, True, None)


def _justice(name: Mention, sentence: Sentence) -> Post | None:
    """ "Justice Umar Ata Bandial": a judge, of which court the text tells elsewhere or not."""
    tokens, k = sentence.tokens, name.first - 1
    while k > 0 and tokens[k].lemma in ("mr", "mrs", "ms", "sheikh", "dr", "."):
        k -= 1
    if k < 0 or tokens[k].surface not in ("Justice", "Judge") or name.last - name.first < 2:
        return None
    if (k and tokens[k - 1].word and tokens[k - 1].capital) or any(post.plural for post in sentence.posts):
        return None  # "Chief Justice N.", "the other Chief Justices were Hon. Justice N. (Uganda) and …"
    return Post(k, k + 1, "other", "Justice", "Supreme Court", weak=True)


def _chained(gap: Sequence[Token], start: int, sentence: Sentence) -> bool:
    """Whether only a lesser post stands between a post and the name: "министр юстиции, председатель совета А."."""
    if not 2 <= len(gap) <= 12 or (gap[0].surface not in (",", "(", "–", "-", "—") and gap[0].lemma != "the"):
        return False
    lesser = [post for post in sentence.posts if start < post.first <= start + 2]
    if not lesser or (lesser[0].state is not None and any(token.lemma in ("and", "и") for token in gap[:3])):
        return False
    covered = {k for one in sentence.near for k in range(one.first, one.last)} | set(
        range(lesser[0].first, lesser[0].last)
    )
    rest = [token for k, token in enumerate(gap, start) if k not in covered]
    return (
        all(not token.word or not token.capital for token in rest)
        and not any(token.surface in (".", ";") for token in rest)
        and sum(token.surface == "," for token in rest) <= 2
        and not any(is_verb(token) for token in rest)
    )


def _second_house(gap: Sequence[Token], post: Post, sentence: Sentence) -> bool:
    """Whether a second house of the same chair stands between it and the name: "the Chairman of the Supreme Court and
    Judicial-Legal Council of Azerbaijan, N."."""
    if not 3 <= len(gap) <= 12 or gap[0].lemma not in ("and", "и") or gap[-1].surface != ",":
        return False
    house = any(token.lemma in _HOUSES for token in gap)
    plain = ("of", "the", "-", "–")
    rest = [token for token in gap[1:-1] if token.lemma not in plain]
    if not house or not rest or not all(token.word and token.capital for token in rest):
        return False
    inside = range(post.last, post.last + len(gap))
    states = [one for one in sentence.near if one.kind == "state" and one.first in inside]
    if post.state is None and len(states) == 1:
        post.state, post.states = states[0].code, [states[0].code]
    return True


#: What somebody may chair beside a court.
_HOUSES = frozenset("council court chamber board committee commission совет суд палата коллегия комиссия".split())


def _fills(token: Token) -> bool:
    if token.surface.isascii() and token.surface.isupper() and len(token.surface) <= 4:
        return True  # a degree or rank: "Mohammed Adoke, SAN, the Attorney General", "Doodnauth Singh, S.C."
    return token.lemma.rstrip(".") in _FILL or token.surface in _FILL or token.lemma in word_set("names", "titles")
