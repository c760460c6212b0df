"""Who is named in a sentence as somebody of a state: persons, offices without a name, agencies, delegations."""

from __future__ import annotations

from dataclasses import dataclass

from .people import Figure, Mention
from .post_senses import is_verb
from .post_words import post_words
from .posts import Post
from .scene import Scene, Sentence
from .tokens import readings, tokens_of
from .triggers import triggers
from .whose import next_state

#: What somebody sends or gives who is not there.
_SENT = frozenset(
    """привет приветствие послание обращение имя поручение указ письмо телеграмма распоряжение назначение
    greeting regard message directive directives patronage auspices
    behalf letter instruction order decree
    память могила мавзолей memory grave tomb mausoleum вклад заслуга contribution""".split()
)


#: What somebody is praised for who is not there.
_PRAISED = frozenset("вклад заслуга роль руководство contribution role leadership guidance".split())


def _praised(post: Post, sentence: Sentence, first: int) -> bool:
    """Whether a head of state is named only for what he did: "дана высокая оценка вкладу Президента А. и Эмира Б.",
    "noting the role of President A. and President B. in strengthening the ties"."""
    if post.post_id not in ("president", "emir", "king", "prime_minister") or post.case not in ("gent", None):
        return False
    tokens = sentence.tokens
    k = next((k for k in range(first - 1, max(-1, first - 26), -1) if tokens[k].lemma in _PRAISED), None)
    return k is not None and not any(is_verb(token) for token in tokens[k:first])


#: What is somebody's who is not there.
_OWNED = frozenset("letter congratulation greeting regard decision order decree remark word message".split())
#: Verbs of who brings what another sends.
_HANDING = frozenset("hand convey deliver pass передать передавать вручить".split())


@dataclass(slots=True)
class Party:
    """A side of an encounter as one sentence names it: a person, an office, an agency or a delegation."""

    state: str | None
    figure: Figure | None = None
    post: Post | None = None
    first: int = 0
    case: str | None = None
    organisation: str | None = None


def parties_of(sentence: Sentence, scene: Scene) -> list[Party]:
    """Who is named in a sentence as somebody of a state: persons, offices, agencies, delegations.

    Worked out once a sentence, when the persons of the scene are settled; the list is the caller's own.
    """
    known = scene.parties.get(sentence.index)
    if known is None:
        known = scene.parties[sentence.index] = _parties(sentence, scene)
    return list(known)


def _parties(sentence: Sentence, scene: Scene) -> list[Party]:
    out: list[Party] = []
    covered: set[int] = set()
    for mention in sentence.mentions:
        figure = scene.figure_of(mention)
        post = mention.post or figure.post
        if post is None and figure.state is None and figure.official is None:
            continue
        organisation = post.organisation if post is not None else None
        tells = triggers().marked("speech", sentence.tokens) and speaks_for(post)
        if (
            tells
            or absent(mention, sentence)
            or _quoted(sentence, mention.post.first if mention.post is not None else mention.first)
        ):
            covered.update(range(mention.post.first, mention.post.last) if mention.post is not None else ())
            continue
        if speaks_for(figure.post) and sentence.has(*_SAID):
            continue
        first = mention.opens
        case = mention.case
        if mention.post is not None and mention.post.case not in (None, "nomn"):
            case = mention.post.case  # "Генерального прокурора … Чайки": the post shows the case more surely
        out.append(Party(figure.state, figure, post, first, case, organisation))
        if mention.post is not None:
            covered.update(range(mention.post.first, mention.post.last))
    for post in sentence.posts:
        if post.first in covered or any(party.post is post for party in out):
            continue
        holder = holder_of(post, scene) or named_again(post, sentence, scene)
        if holder is not None and _named_after(holder, post, sentence, scene):
            holder = None
        if holder is not None and any(party.figure is holder for party in out):
            continue
        states = post.states or (of_both_countries(post, sentence, scene) if post.plural else [])
        if post.plural and not states and post.organisation is None:
            together = [
                one
                for one in scene.figures
                if one.post is not None and one.post.post_id == post.post_id and one.state is not None
            ]
            if len({one.state for one in together}) == 2 == len(together) and sentence.has("two", "both", "два", "оба"):
                out += [
                    Party(one.state, one, post, post.first, post.case)
                    for one in together
                    if not any(party.figure is one for party in out)
                ]
            continue
        if post.plural and states:
            for state in states:
                known = next(
                    (
                        one
                        for one in scene.figures
                        if one.state == state and one.post is not None and one.post.post_id == post.post_id
                    ),
                    None,
                )
                if known is None or not any(party.figure is known for party in out):
                    out.append(Party(state, known, post, post.first, post.case))
        elif holder is not None:
            out.append(Party(holder.state, holder, post, post.first, post.case, post.organisation))
        elif post.state is not None or post.organisation is not None:
            out.append(Party(post.state, None, post, post.first, post.case, post.organisation))
        elif (own := _office_told(post, scene)) is not None:
            out.append(Party(own, None, post, post.first, post.case))
    out += _bodies_of_states(sentence, covered | {k for post in sentence.posts for k in range(post.first, post.last)})
    return sorted(out, key=lambda one: one.first)


def _named_after(holder: Figure, post: Post, sentence: Sentence, scene: Scene) -> bool:
    """Whether somebody is named only after an office of the same name that another holds: "the Prosecutor General has
    paid a visit to Bulgaria, where he met the Prosecutor General N."."""
    first = holder.mentions[0]
    return (
        post.state is None
        and first.sentence == sentence.index
        and first.post is not None
        and first.post is not post
        and first.post.first > post.first
        and _office_told(post, scene, but=holder.state) is not None
    )


def _office_told(post: Post, scene: Scene, but: str | None = None) -> str | None:
    """The state of an office that a page of an agency names without it, where another sentence tells it."""
    if post.plural or post.weak or post.former or post.post_id in ("other", "counterpart", "ambassador"):
        return None
    if scene.offices is None:
        scene.offices = _offices(scene)
    free = scene.offices.get(post.post_id, set()) - {but}
    return next(iter(free)) if len(free) == 1 else None


def _offices(scene: Scene) -> dict[str, set[str]]:
    """The states of each office that a text names without its holder; worked out once a text."""
    named: dict[str, set[str]] = {}
    for sentence in scene.sentences:
        for post in sentence.posts:
            if not post.plural and post.state is not None:
                named.setdefault(post.post_id, set()).add(post.state)
    for figure in scene.figures:
        if figure.post is not None and figure.state is not None and figure.post.post_id in named:
            named[figure.post.post_id].discard(figure.state)
    return named


def of_both_countries(post: Post, sentence: Sentence, scene: Scene) -> list[str]:
    """The states of the officials "of the two countries", where nobody is named and the sentence before names just two
    states: "Belarus and Saudi Arabia … The Ministers of Justice of the two countries"."""
    after = [token.lemma for token in sentence.tokens[post.last : post.last + 4]]
    both = any(lemma in ("two", "both", "два", "оба") for lemma in after) and any(
        lemma in ("country", "state", "страна", "государство") for lemma in after
    )
    if not both or any(
        one.post is not None and one.post.post_id == post.post_id and one.state is not None for one in scene.figures
    ):
        return []
    for before in reversed(scene.sentences[max(0, sentence.index - 2) : sentence.index]):
        if before.states:
            named = list(dict.fromkeys(before.states))
            return named if len(named) == 2 else []
    return []


#: What somebody says who speaks for an agency.
_SAID = ("tell", "say", "report", "inform", "announce", "сообщить", "рассказать", "заявить", "пояснить", "сообщать")
#: Verbs of who tells a whole sentence.
_TOLD = frozenset("tell say сообщить рассказать".split())
#: To whom it is told.
_PRESS = frozenset("reporter journalist agency media журналист агентство".split())


def only_tells(sentence: Sentence, first: int) -> bool:
    """Whether somebody at the end of a sentence only tells it: "…, Ambassador N. told reporters", "…, рассказал N."."""
    tokens = sentence.tokens
    if first < 6:
        return False
    k = first - 1
    if tokens[k].lemma in _TOLD and k and tokens[k - 1].surface in (",", "–", "—"):
        return True
    if tokens[k].surface != ",":
        return False
    after = tokens[first : first + 12]
    told = next((n for n, token in enumerate(after) if token.lemma in _TOLD), None)
    return told is not None and any(token.lemma in _PRESS for token in after[told : told + 3])


#: How the posts of those begin who speak for an agency.
_SPOKES = ("spokes", "press secretary", "пресс-секретарь", "официальный представитель", "представитель пресс-служб")


def speaks_for(post: Post | None) -> bool:
    """Whether somebody speaks for an agency: such a one tells what others did."""
    return post is not None and post.post_id == "other" and post.words.lower().startswith(_SPOKES)


def _quoted(sentence: Sentence, first: int) -> bool:
    """Whether somebody is only the source of what is said: "по словам X", "according to X"."""
    if only_tells(sentence, first):
        return True
    before = [token.lemma for token in sentence.tokens[max(0, first - 2) : first]]
    return before[-2:] in (["по", "слово"], ["по", "мнение"], ["по", "оценка"], ["according", "to"]) or (
        before[-1:] == ["слово"] and "по" in before
    )


def absent(mention: Mention, sentence: Sentence) -> bool:
    """Whether somebody is named only as who sent, ordered or signed something: "приветствие", "on behalf of"."""
    first = mention.opens
    before = sentence.tokens[max(0, first - 4) : first]
    if mention.post is not None and _praised(mention.post, sentence, first):
        return True
    if eponym(mention, sentence):
        return True
    if sentence.tokens[mention.last - 1].surface.lower().endswith(("'s", "’s")) and mention.last < len(sentence.tokens):
        owned = sentence.tokens[mention.last].lemma
        if owned in _OWNED or (owned in ("visit", "trip") and sentence.has("meeting", "meet")):
            return True  # "attention was paid at the meeting to President N.'s visit"
    for k in range(len(before) - 1, -1, -1):
        if before[k].surface in (",", ";", ":") or before[k].lemma in ("и", "and"):
            return False
        if before[k].lemma in _SENT:
            return True
        handed = sentence.tokens[max(0, first - len(before) + k - 4) : max(0, first - len(before) + k)]
        if before[k].lemma in ("invitation", "приглашение") and any(one.lemma in _HANDING for one in handed):
            return True  # "handed over the invitation of the Prosecutor General of Russia"
    return False


def eponym(mention: Mention, sentence: Sentence) -> bool:
    """Whether somebody is named only as whose name a thing bears: "университет имени первого президента Н."."""
    first = mention.opens
    before = [token.surface.lower() for token in sentence.tokens[max(0, first - 4) : first]]
    return ("имени" in before and "от" not in before) or before[-2:] == ["named", "after"] or "named" in before[-3:-1]


#: What somebody made or signed who is no side of the encounter told: "after a proposal by President N.".
_MADE = frozenset("решение предложение подпись заявление proposal decision signature remark statement".split())


#: Before who told it: "по информации официального представителя ведомства Н., он встретился с …".
_ACCORDING = [["по", word] for word in "информация данные данный сообщение словам слово сведение утверждение".split()]


def only_author(first: int, sentence: Sentence) -> bool:
    """Whether somebody at token ``first`` is named only as the author of something: "a proposal by President N."."""
    before = sentence.tokens[max(0, first - 3) : first]
    if [token.lemma for token in before[-2:]] in _ACCORDING:
        return True
    k = next((k for k in range(len(before) - 1, -1, -1) if before[k].lemma in _MADE), None)
    word = sentence.tokens[first]
    if not word.surface.isascii() and not any(one.case == "gent" for one in readings(word.surface)):
        return False  # "под которым поставили подписи генпрокуроры": who signed
    return k is not None and all(
        token.lemma in ("by", "of", "the", "president", "президент") for token in before[k + 1 :]
    )


def _bodies_of_states(sentence: Sentence, covered: set[int]) -> list[Party]:
    """Agencies and delegations with the state beside them: "Генпрокуратура РФ", "делегация Катара"."""
    out: list[Party] = []
    starts = {one.first: one for one in sentence.near}
    ends = {one.last: one for one in sentence.near}
    delegation = triggers().marks["delegation"]
    i = 0
    tokens = sentence.tokens
    while i < len(tokens):
        found = post_words().agencies.at(tokens, i) or delegation.at(tokens, i)
        if found is None or i in covered:
            i += 1
            continue
        last = found[0]
        k = last
        while k < len(tokens) and tokens[k].lemma in ("of", "the", "from", "из"):
            k += 1
        inner = post_words().agencies.at(tokens, k) if k < len(tokens) else None
        if inner is not None:
            last = inner[0]  # "делегация Кассационного Суда Катара"
        j = last
        while j < len(tokens) and tokens[j].lemma in ("of", "the", "from", "из", "for"):
            j += 1
        one = starts.get(j)
        if one is None or one.kind not in ("state", "organisation"):
            one = ends.get(i)
            if one is not None and one.kind == "state" and not tokens[i].surface.isascii():
                one = None
        if one is not None and one.kind in ("state", "adjective"):
            known = readings(tokens[i].surface)
            out.append(Party(one.code, None, None, i, known[0].case if known else None))
            j = one.last
            while (following := next_state(tokens, j, starts)) is not None:
                out.append(Party(following.code, None, None, following.first))
                j = following.last
        i = max(last, i + 1)
    return out


#: Posts that name somebody again who was introduced with a longer one.
_ROLES = frozenset(
    "министр посол президент генпрокурор прокурор председатель премьер премьер-министр вице-премьер судья директор "
    "эмир король minister ambassador president prosecutor commissioner secretary pm premier justice director".split()
)


def named_again(post: Post, sentence: Sentence, scene: Scene) -> Figure | None:
    """Who "the minister" of a sentence is: the last one named before whose post has that word."""
    if post.plural or post.organisation is not None or post.former:
        return None
    if post.state is not None and (post.post_id != "other" or " " in post.words):
        return None
    roles = [token.lemma for token in sentence.tokens[post.first : post.last] if token.lemma in _ROLES]
    if not roles or post.last - post.first > 2:
        return None
    best: tuple[int, Figure] | None = None
    for figure in scene.figures:
        if figure.post is None or figure.post.former or post.state not in (None, figure.state):
            continue
        words = set(lemmas_of(figure.post.words))
        if figure.post.post_id == "prime_minister":
            words |= {"pm", "премьер", "премьер-министр"}
        if roles[-1] not in words or (roles[-1] in ("minister", "министр") and "prime" in words):
            continue
        last = max((one.sentence for one in figure.mentions if one.sentence < sentence.index), default=-1)
        own = scene.document.dateline is not None and figure.state is not None and figure.state == scene.home
        if last >= 0 and own and "minister" in roles and post.post_id != "other":
            return figure  # a paper's "Law minister" is its own
        if last >= 0 and sentence.index - last <= 4 and (best is None or last > best[0]):
            best = (last, figure)
    return None if best is None else best[1]


def lemmas_of(words: str) -> list[str]:
    """The lemmas of the words of a post."""
    return [token.lemma for token in tokens_of(words)]


#: What a head of state is called again, and the posts that he may hold.
_LEADERS = frozenset("лидер руководитель leader".split())
_HEADS = frozenset(("president", "king", "emir"))


def holder_of(post: Post, scene: Scene) -> Figure | None:
    """The person of the text who holds an office named without a name: one post, one state."""
    if post.plural:
        return None
    if post.words.lower() in _LEADERS and post.state is not None:  # "об этом белорусский руководитель сообщил"
        heads = [one for one in scene.figures if one.state == post.state and one.post is not None]
        heads = [one for one in heads if one.post is not None and one.post.post_id in _HEADS]
        return heads[0] if len(heads) == 1 else None
    if post.post_id == "counterpart" and post.state is not None:
        theirs = [one for one in scene.figures if one.state == post.state and one.post is not None]
        lesser = ("president", "other", "ambassador")
        theirs = [one for one in theirs if one.post is not None and one.post.post_id not in lesser] or theirs
        return theirs[0] if len(theirs) == 1 else None
    fitting = [
        figure
        for figure in scene.figures
        if figure.post is not None
        and figure.post.post_id == post.post_id
        and not (post.state and figure.state and figure.state != post.state)
        and not (post.organisation and figure.post.organisation != post.organisation)
        and not figure.post.former
    ]
    exact = [figure for figure in fitting if post.state is not None and figure.state == post.state]
    if len(exact) == 1:
        return exact[0]
    if post.state is None and post.organisation is None and post.weak:
        return None
    return fitting[0] if len(fitting) == 1 and (post.state is None or fitting[0].state in (None, post.state)) else None
