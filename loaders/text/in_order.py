"""Offices and names that stand apart, in one order: "the prosecutors general of Russia and Morocco, …, A. and B."."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from .people import Mention
from .post_senses import is_verb
from .posts import Post
from .scene import Scene, Sentence


def pair_in_order(scene: Scene) -> None:
    """Office-holders named without names, then two names in the next sentence: "Президент Узбекистана принял
    Генпрокурора России. Шавкат Мирзиёев и Игорь Краснов обсудили …" — the first is the first."""
    for sentence, following in zip(scene.sentences, scene.sentences[1:], strict=False):
        offices = [
            post
            for post in sentence.posts
            if not post.plural
            and not post.weak
            and post.state is not None
            and not any(mention.post is post for mention in sentence.mentions)
        ]
        names = following.mentions[:2]
        if len(offices) != 2 or len(names) != 2 or sentence.mentions:
            continue
        gap = following.tokens[names[0].last : names[1].first]
        figures = [scene.figure_of(one) for one in names]
        if [token.lemma for token in gap] not in (["и"], ["and"]) or any(one.post is not None for one in figures):
            continue
        first = offices if offices[0].case in (None, "nomn") else offices[::-1]
        for figure, post in zip(figures, first, strict=True):
            figure.post, figure.state, figure.inferred = post, post.state, True
            figure.post_sentence = sentence.index


def share_in_order(scene: Scene) -> None:
    """A plural office of several states, then as many names without posts, here or in the next sentence: "Главы
    Минюстов Грузии и Азербайджана — Паата Салия и Фарид Ахмедов — встретились"."""
    before: Sentence | None = None
    for sentence, following in itertools.zip_longest(scene.sentences, scene.sentences[1:]):
        title, before = before, sentence
        for post in sentence.posts:
            if not post.plural or post.post_id in ("counterpart", "other") or post.organisation is not None:
                continue
            for where in (sentence, following, title if title is not None and title.title else None):
                if where is None:
                    continue
                states = _states(post, sentence, where)
                row = _row(post, where, scene, after=post.last if where is sentence else 0)
                if len(states) == len(row) >= 2:
                    _share(post, states, row, where, scene)
                    break


def _states(post: Post, sentence: Sentence, where: Sentence) -> list[str]:
    """The states of a plural office: its own, those of adjectives before it, or all that the sentence names."""
    if len(post.states) >= 2:
        return post.states
    before = [near for near in sentence.near if near.last <= post.first + 1 and near.kind == "adjective"]
    before = before[-2:] if not post.plural or len(before) > 2 else before
    if len(before) == 2 and before[1].first - before[0].last <= 2:
        return [near.code for near in before]
    return sentence.states if where is sentence else []


def _row(office: Post, sentence: Sentence, scene: Scene, *, after: int) -> list[Mention]:
    """The first row of two and more names without posts of their own in a sentence, from token ``after`` on."""
    row: list[Mention] = []
    for mention in sentence.mentions:
        if mention.first < after:
            continue
        held = scene.figure_of(mention).post
        own = mention.post is not None and mention.post.state is not None
        same = held is not None and not own and held.post_id == office.post_id
        if held is not None and not same:
            if row:
                break
            if not after:
                return []
            continue
        if row:
            gap = sentence.tokens[row[-1].last : mention.first]
            if len(gap) > 6 or any(is_verb(b) and a.lemma != "the" for a, b in itertools.pairwise(gap)):
                break
            if not any(token.lemma in ("and", "и", ",", "&") for token in gap):
                break
        row.append(mention)
    return row


def _share(post: Post, states: Sequence[str], row: Sequence[Mention], where: Sentence, scene: Scene) -> None:
    for mention, state in zip(row, states, strict=True):
        figure = scene.figure_of(mention)
        if figure.state not in (None, state):
            return
    for mention, state in zip(row, states, strict=True):
        figure = scene.figure_of(mention)
        figure.post = dataclasses.replace(post, plural=False, state=state, states=[state])
        figure.state, figure.inferred, figure.post_sentence = state, True, where.index
