"""What a person is where the words beside the name do not say it whole: a counterpart, a bare "chairman",
one of several ministers named together, the head of a delegation."""

from __future__ import annotations

import dataclasses
import itertools

from .looking_back import POSSESSIVES, PRONOUNS, named_before
from .parties import absent, speaks_for
from .people import Figure, Mention
from .post_words import post_words
from .posts import Post
from .scene import Scene, Sentence
from .tokens import Token
from .triggers import triggers

#: Posts of the secretariat of an organisation or body.
SECRETARIATS = frozenset(("secretary_general", "deputy_secretary_general", "exec_secretary", "deputy_exec_secretary"))
#: Posts of organisations: no state stands behind them.
NO_STATE = SECRETARIATS | {"president_iap", "president_eurojust"}
_BARE = frozenset(
    """председатель глава руководитель president chairman head chief chairperson chairwoman
    заместитель возглавлять министр minister""".split()
)


def settle_post(figure: Figure, scene: Scene) -> None:
    """Give a person the post that other words of the text tell."""
    post = figure.post
    shared = _of_several(figure, scene)
    if shared is not None and (post is None or post.words.lower() in ("minister", "министр")):
        figure.post, figure.state = shared, shared.state
        return
    if post is not None and (rank := _DEPUTIES.get(post.words.lower())) is not None and post.post_id == "other":
        told = scene.sentences[figure.post_sentence].tokens[post.first + len(post.words.split()) :][:1]
        ministry = _only_ministry(scene)
        if ministry is not None and not any(token.lemma in ("of", "for") for token in told):
            post_id = f"{rank}_{ministry.post_id}"
            figure.post = dataclasses.replace(post, post_id=post_id, agency=ministry.agency, weak=False)
        return
    if post is not None and post.post_id == "counterpart":
        known = _his(figure, post, scene) or _counterpart(figure, scene)
        if known is not None:
            figure.post = dataclasses.replace(
                post, post_id=known.post_id, words=known.words, agency=known.agency, weak=known.weak
            )
        return
    if post is not None and post.post_id == "other" and post.words.lower() in _BARE | {"председатель", "глава"}:
        sentence = scene.sentences[figure.post_sentence]
        if post.last < len(sentence.tokens) and sentence.tokens[post.last].lemma == "of":
            return  # "Head of the General Department": of what, the next words say
        of_state = {k for one in sentence.near if one.code == post.state for k in range(one.first, one.last)}
        if any(token.word for k, token in _inside(sentence, post) if k not in of_state):
            return  # "председатель гражданской коллегии": of what, the words up to the name say
        agency = _agency_before(sentence, post)
        whose = sentence.tokens[post.first - 1].lemma if post.first else ""
        if agency is None and sentence.index and whose in POSSESSIVES | {"он", "она", "они"}:
            before = scene.sentences[sentence.index - 1]  # "… в Генпрокуратуре. Рассказал ее глава N."
            agency = _agency_before(before, dataclasses.replace(post, first=len(before.tokens)))
        head = post_words().head_of.get(agency or "")
        if head is not None:
            figure.post = dataclasses.replace(post, post_id=head.slug, agency=head.agency)
        return
    if post is None and figure.state is not None:
        shared = next(
            (
                one
                for sentence in scene.sentences
                for one in sentence.posts
                if one.plural and figure.state in one.states and not one.weak
            ),
            None,
        )
        if shared is not None:
            figure.post = dataclasses.replace(shared, plural=False, state=figure.state, states=[figure.state])


#: Deputies whose ministry the words do not tell.
_DEPUTIES = {
    "заместитель министра": "deputy",
    "заместители министра": "deputy",
    "замминистра": "deputy",
    "первый заместитель министра": "first_deputy",
    "deputy minister": "deputy",
    "first deputy minister": "first_deputy",
}


def _only_ministry(scene: Scene) -> Post | None:
    """The minister of whom a page tells, where it tells of no other ministry's."""
    posts = [post for sentence in scene.sentences for post in sentence.posts]
    ministers = {post.post_id: post for post in posts if post.post_id in ("minister_justice", "minister_interior")}
    abroad = any(post.post_id == "other" and post.agency == "Ministry of Foreign Affairs" for post in posts)
    return next(iter(ministers.values())) if len(ministers) == 1 and not abroad else None


def _of_several(figure: Figure, scene: Scene) -> Post | None:
    """The post of several whom a list names with a state each: "the interior ministers of the three states, A. of
    Kazakhstan, B. of Kyrgyzstan and C. of Uzbekistan"."""
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        told = [one for one in sentence.posts if one.last <= mention.first]
        if mention.state is None or not told or not told[-1].plural or told[-1].weak or told[-1].post_id == "other":
            continue
        listed = [one for one in sentence.mentions if one.state is not None and one.first > told[-1].last]
        if len(listed) >= 2:
            return dataclasses.replace(told[-1], plural=False, state=mention.state, states=[mention.state])
    return None


def _inside(sentence: Sentence, post: Post) -> list[tuple[int, Token]]:
    """The words of a post after its first."""
    return list(enumerate(sentence.tokens[post.first + 1 : post.last], post.first + 1))


def _his(figure: Figure, post: Post, scene: Scene) -> Post | None:
    """The post of whom "his counterpart" is one where nobody is named before: "He has met his counterpart N."."""
    sentence = scene.sentences[figure.post_sentence]
    opens = any(token.lemma in PRONOUNS for token in sentence.tokens[: max(3, post.first - 1)])
    if not opens:
        return None
    if not any(token.lemma in POSSESSIVES | {"свой"} for token in sentence.tokens[max(0, post.first - 3) : post.first]):
        return None
    who = named_before(sentence, scene)
    return who.post if who is not None and who is not figure else None


def _counterpart(figure: Figure, scene: Scene) -> Post | None:
    """The post of whose counterpart somebody is: of the person named before, in the sentence or the text."""
    here = (
        [
            other.post
            for mention in figure.mentions
            for one in scene.sentences[mention.sentence].mentions
            if one.first < mention.first
            and (other := scene.figure_of(one)) is not figure
            and other.post is not None
            and other.post.post_id not in ("counterpart", "president")
            and not other.post.weak
        ]
        or [
            one.post
            for mention in figure.mentions
            for one in scene.sentences[mention.sentence].mentions
            if one.post is not None and one.post.post_id != "counterpart" and not one.post.weak
        ]
        or [
            other.post
            for mention in figure.mentions
            for one in scene.sentences[mention.sentence].mentions
            if (other := scene.figure_of(one)) is not figure
            and other.post is not None
            and other.post.post_id not in ("counterpart", "ambassador")
            and not other.post.weak
        ]
    )
    if here:
        return here[0]
    singular = [
        post
        for sentence in scene.sentences
        for post in sentence.posts
        if post.post_id not in ("counterpart", "other") and not post.weak and post.post_id != "president"
    ]
    return singular[0] if singular else None


def _agency_before(sentence: Sentence, post: Post) -> str | None:
    found = None
    for first, _, agencies in post_words().agencies.find(sentence.tokens):
        if first < post.first or found is None:
            found = agencies[0].kind
    return found


def delegation_before(sentence: Sentence, at: int) -> str | None:
    """The state of the delegation that somebody heads: "белорусская делегация, которую возглавлял …"."""
    best = None
    if any(token.lemma in ("invitation", "приглашение") for token in sentence.tokens[max(0, at - 3) : at]):
        return None  # "at the invitation of the President of the Constitutional Court N.": the host
    for first, last, _ in triggers().marks["delegation"].find(sentence.tokens):
        if last > at and not sentence.has("lead", "head", "возглавить", "возглавлять"):
            break
        if first > at and any(token.lemma in ("with", "с") for token in sentence.tokens[max(0, first - 3) : first]):
            continue  # "N. met with a delegation led by M., Trial Attorney, US Department of Justice"
        state = next((near.code for near in sentence.near if near.last == first and near.kind == "adjective"), None)
        if state is None:
            state = next(
                (
                    near.code
                    for near in sentence.near
                    if last <= near.first <= last + 5
                    and sentence.tokens[last].lemma
                    not in ("to", "в", "на")  # "a delegation to the conference in China"
                    and (near.last <= at or last > at)
                    and (near.kind == "state" or (near.kind == "adjective" and near.first - last <= 2))
                ),
                None,
            )
        if state is not None:
            best = state
    return best


def represents(mention: Mention, sentence: Sentence) -> str | None:
    """The state that somebody is said to represent: "Foreign Minister N. represented Ecuador", or whose delegation he
    led: "Minister N. headed Pakistan's delegation"."""
    tokens, k = sentence.tokens, mention.last
    while k < len(tokens) and tokens[k].surface == ",":
        k += 1
    if k + 1 < len(tokens) and tokens[k].lemma in ("head", "lead", "led", "возглавить", "возглавлять"):
        for one in sentence.near:
            beside = [*tokens[one.last : one.last + 1], *tokens[one.first - 1 : one.first]]
            sent = any(token.lemma in ("delegation", "делегация") for token in beside)
            if sent and one.kind in ("state", "adjective") and k < one.first <= k + 2:
                return one.code
    if k + 1 >= len(tokens) or tokens[k].lemma not in ("represent", "представлять", "представить"):
        return None
    return next((one.code for one in sentence.near if one.first in (k + 1, k + 2) and one.kind == "state"), None)


def represented_before(sentence: Sentence, at: int) -> str | None:
    """The state that somebody represents: "Казахстан представляли …", "Mexico was represented by …"."""
    tokens = sentence.tokens
    for k in range(min(at, len(tokens)) - 1, -1, -1):
        if tokens[k].lemma not in ("represent", "представлять", "представить"):
            continue
        near = [one for one in sentence.near if one.kind == "state" and one.last <= at and abs(one.last - k) <= 5]
        states = {one.code for one in near}
        return next(iter(states)) if len(states) == 1 else None
    return None


def our_country(mention: Mention, sentence: Sentence, scene: Scene) -> str | None:
    """The state that a page calls its own, of who represented it: "нашу страну представляла делегация с А."."""
    tokens = sentence.tokens[: mention.first]
    lemmas = [token.lemma for token in tokens]
    ours = any(pair in (("наш", "страна"), ("our", "country")) for pair in itertools.pairwise(lemmas))
    speaks = any(lemma in ("represent", "представлять", "представить") for lemma in lemmas)
    return scene.home if ours and speaks else None


def of_organisation(mention: Mention, sentence: Sentence) -> str | None:
    """The organisation that somebody is said to represent: "the European Commission was represented by N."."""
    tokens = sentence.tokens
    first = mention.opens
    k = next((k for k in range(first - 1, 0, -1) if tokens[k].lemma in ("represent", "представлять", "представить")), 0)
    near = [one for one in sentence.near if one.kind in ("state", "organisation") and 0 <= k - one.last <= 3]
    apart = bool(near) and any(token.surface == "," for token in tokens[near[-1].last : k])
    return near[-1].code if k and near and near[-1].kind == "organisation" and not apart else None


#: What joins two officials of one list.
_JOINS = frozenset((",", "и", "and", "the", "а", "также", ";", "by"))


def _company(at: int, sentence: Sentence, scene: Scene) -> str | None:
    """The state of whom somebody came with: "X was accompanied by …", "With X came …", "министра сопровождали …"."""
    tokens = sentence.tokens
    opens = tokens[0].lemma in ("with", "вместе")
    for k in range(min(at, len(tokens)) - 1, 0, -1):
        low = tokens[k].lemma
        joined = low == "join" and any(token.lemma == "be" for token in tokens[max(0, k - 2) : k])
        if (
            low in ("accompany", "сопровождать")
            or joined
            or (opens and low in ("come", "go", "be", "travel", "прибыть", "приехать"))
        ):
            who = next((one for one in reversed(sentence.mentions) if one.last <= k), None)
            if who is None and any(token.lemma in PRONOUNS for token in tokens[:k]):
                before = named_before(sentence, scene)
                return before.state if before is not None else None
            return scene.figure_of(who).state if who is not None else None
    return None


def _own_side(mention: Mention, sentence: Sentence, scene: Scene) -> str | None:
    """The state of a spokesperson: of the officials told of, the first in the sentence or before it."""
    for one in (sentence, *reversed(scene.sentences[: sentence.index])):
        for other in one.mentions:
            figure = scene.figure_of(other)
            if other is not mention and figure.state is not None and figure.post is not None:
                return figure.state
    return None


def state_beside(mention: Mention, sentence: Sentence, scene: Scene) -> str | None:
    """The state of whoever stands beside somebody without one: the one before in a list of officials ("the Minister of
    Justice of Bulgaria A. and the Prosecutor General B."), or the sender's own man ("передал приветствие премьера")."""
    if speaks_for(mention.post):
        return _own_side(mention, sentence, scene)
    first = mention.opens
    company = _company(first, sentence, scene)
    if company is not None:
        return company
    ruler = mention.post is not None and mention.post.post_id in ("president", "prime_minister", "king", "emir")
    if absent(mention, sentence) or (ruler and mention.post is not None and mention.post.case == "gent"):
        bearer = next((one for one in sentence.mentions if one.first < first and scene.figure_of(one).state), None)
        if bearer is None:
            return None
        state = scene.figure_of(bearer).state
        if first and sentence.tokens[first - 1].lemma == "to":
            return scene.other_of({str(state)})  # "asked that his greetings be conveyed to the Prime Minister"
        return state
    if (party := _of_party(mention, sentence)) is not None:
        return party
    before = [one for one in sentence.mentions if one.last <= first]
    if not before or mention.post is None:
        return None
    last = before[-1]
    end = last.last if last.post is None else max(last.last, last.post.last)
    if last.post is not None and last.post.post_id == "ambassador":
        sent = [one.last for one in sentence.near if end < one.first <= end + 3 and one.last <= first]
        end = sent[0] if sent and sentence.tokens[end].lemma in ("to", "in") else end
    if last.post is not None and last.post.first > last.first:
        while end < first and sentence.tokens[end].word and _of_office(sentence.tokens[end]):
            end += 1  # "M., Director of the International Cooperation Department, and N., Head of …"
    gap = sentence.tokens[min(end, first) : first]
    listed = bool(gap) and len(gap) <= 4 and all(token.lemma in _JOINS for token in gap)
    listed = listed and (len(sentence.mentions) >= 3 or any(token.lemma in ("and", "и") for token in gap))
    beside = scene.figure_of(last)
    if listed and end > last.last and last.post is not None and last.post.post_id == "prosecutor_general":
        return beside.state  # "with N., Prosecutor General, and M., vice president of the Supreme Court"
    behind = last.post is not None and last.post.first > last.first and mention.post.first > mention.first
    if listed and behind and mention.post.post_id in ("other", "director"):
        return beside.state  # "N., UAE Ambassador to Russia, M., Director of the International Cooperation Department"
    return beside.state if listed and last.post is not None and last.post.first < last.first else None


def _of_office(token: Token) -> bool:
    """Whether a word may say of what an English office is."""
    return token.surface.isascii() and (token.capital or token.lemma in ("of", "the", "for"))


def _of_party(mention: Mention, sentence: Sentence) -> str | None:
    """The state of the party of which somebody is a member, in English: "N., member of the Politburo of the Chinese
    Communist Party"."""
    tokens = sentence.tokens
    for one in sentence.near:
        after = {token.lemma for token in tokens[one.last : one.last + 3]}
        if one.kind == "adjective" and 0 < one.first - mention.last <= 12 and {"communist", "party"} <= after:
            between = tokens[mention.last : one.first]
            return one.code if between[0].surface == "," and sum(t.surface == "," for t in between) == 1 else None
    return None


def same_agency(figure: Figure, scene: Scene, sentence: Sentence | None = None) -> str | None:
    """The state of the only other person of the same agency: the minister's secretary is of the minister's state.

    Of a deputy's too, where ``sentence``, which tells of him, does not tell of the head.
    """
    if figure.post is None or figure.post.agency in (None, "Embassy", "Government"):
        return None
    if figure.post.post_id != "other" and not (sentence and "deputy_" in figure.post.post_id):
        return None
    agency = figure.post.agency
    others = [one for one in scene.figures if one is not figure and one.post is not None and one.post.agency == agency]
    if sentence is not None and any(scene.figure_of(one) in others for one in sentence.mentions):
        return None
    states = {one.state for one in others} - {None}
    return next(iter(states)) if len(states) == 1 else None


def accredited_to(post: Post | None, sentence: Sentence) -> str | None:
    """The state to which an ambassador is sent, which is not his own: "посол в Сербии", "ambassador to Nepal"."""
    if post is None or post.post_id != "ambassador":
        return None
    inside = [
        near for near in sentence.near if post.first < near.first < post.last + 3 and near.kind in ("state", "city")
    ]
    to = [near for near in inside if sentence.tokens[near.first - 1].lemma in ("to", "in", "в")]
    return to[0].code if to else None


def host_of_envoy(figure: Figure, scene: Scene) -> str | None:
    """The state of whom an ambassador there met: "Iran's envoy to Yerevan met with the chairman of the council, N."."""
    if speaks_for(figure.post):
        return None
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        if mention.post is None or not triggers().told(sentence.tokens):
            continue
        sent = {
            code
            for one in sentence.mentions
            if scene.figure_of(one) is not figure and (code := accredited_to(one.post, sentence)) is not None
        }
        if len(sent) == 1:
            return next(iter(sent))
    return None


def unheld_office(figure: Figure, scene: Scene) -> str | None:
    """The state of an office that the text names once without its holder: "Vietnam's top prosecutor …" over "Prosecutor
    General N."."""
    if figure.post is None or figure.post.post_id == "other" or figure.post.weak:
        return None
    held = {one.state for one in scene.figures if one.post is not None and one.post.post_id == figure.post.post_id}
    named = {
        post.state
        for sentence in scene.sentences
        for post in sentence.posts
        if post.post_id == figure.post.post_id
        and not post.plural
        and not any(m.post is post for m in sentence.mentions)
    }
    free = named - held - {None}
    if not free and len(held - {None}) == 1:
        # "her Lithuanian counterpart" in the same text
        colleagues = {
            post.state
            for sentence in scene.sentences
            for post in sentence.posts
            if post.post_id == "counterpart" and not any(one.post is post for one in sentence.mentions)
        }
        free = colleagues - held - {None}
    return next(iter(free)) if len(free) == 1 else None


def other_office(figure: Figure, scene: Scene) -> Post | None:
    """The office of somebody named without one beside an office-holder of another state, where the text names just one
    more office: "the Prosecutor General of Russia met the Attorney General of Myanmar" over "Igor Krasnov and Thida
    Oo"."""
    if figure.post is not None or figure.state is not None or figure.official is not None:
        return None
    held = {(one.post.post_id, one.state) for one in scene.figures if one.post is not None}
    named: dict[tuple[str, str], Post] = {}
    for sentence in scene.sentences:
        for post in sentence.posts:
            if not post.plural and post.state is not None and post.post_id not in _NO_OFFICE and not post.former:
                named.setdefault((post.post_id, post.state), post)
    free = [post for key, post in named.items() if key not in held]
    if len(free) != 1:
        return None
    for mention in figure.mentions:
        sentence = scene.sentences[mention.sentence]
        for one in sentence.mentions:
            other = scene.figure_of(one)
            gap = sentence.tokens[one.last : mention.first] or sentence.tokens[mention.last : one.first]
            # "met with his Azerbaijani counterpart"
            reach = 6 if one.post is not None and one.post.post_id == "counterpart" else 4
            joined = 1 <= len(gap) <= reach and any(token.lemma in ("и", "and", "с", "with") for token in gap)
            if joined and other.post is not None and other.state not in (None, free[0].state):
                return dataclasses.replace(free[0], case=None)
    return None


#: Posts that many hold, or none of an agency.
_NO_OFFICE = frozenset(("other", "counterpart", "ambassador", "president", "director"))


#: Words of those who came with a delegation that a sentence before names.
_DELEGATES = frozenset("delegate delegation делегат делегация".split())


def delegated(sentence: Sentence, scene: Scene) -> str | None:
    """The state of the delegation told before, where a sentence lists its members: "Among the delegates were …"."""
    if not any(token.lemma in _DELEGATES for token in sentence.tokens) or sentence.states:
        return None
    for before in reversed(scene.sentences[max(0, sentence.index - 3) : sentence.index]):
        led = delegation_before(before, len(before.tokens))
        if led is not None:
            return led
        takes = [one for one in before.near if one.kind == "state" and _takes_part(before, one.last)]
        if takes:
            return takes[0].code  # "Qatar took part … Its delegation was headed by …"
    return None


def _takes_part(sentence: Sentence, k: int) -> bool:
    return k < len(sentence.tokens) and sentence.tokens[k].lemma in ("take", "participate", "attend", "принять")
