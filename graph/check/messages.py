"""What a finding says when its shape has no ``sh:message``: a sentence per component, in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from .components import parameter
from .terms import Words

PLACEHOLDER = re.compile(r"\{[$?](\w+)\}")

DEFAULTS: Final[dict[str, dict[str, str]]] = {
    "class": {
        "en": "{?value} is not of the class {?limit}.",
        "ru": "{?value} не принадлежит классу {?limit}.",
    },
    "datatype": {
        "en": "{?value} is not a well-formed value of the datatype {?limit}.",
        "ru": "{?value} не является правильным значением типа {?limit}.",
    },
    "nodeKind": {
        "en": "{?value} is not of the kind {?limit}.",
        "ru": "{?value} не относится к виду узлов {?limit}.",
    },
    "minCount": {
        "en": "the property {?path} has {?count} values, at least {?limit} needed.",
        "ru": "значений свойства {?path}: {?count}, нужно не меньше {?limit}.",
    },
    "maxCount": {
        "en": "the property {?path} has {?count} values, at most {?limit} allowed.",
        "ru": "значений свойства {?path}: {?count}, допускается не больше {?limit}.",
    },
    "minExclusive": {
        "en": "{?value} is not greater than {?limit}.",
        "ru": "{?value} не больше {?limit}.",
    },
    "minInclusive": {
        "en": "{?value} is not {?limit} or greater.",
        "ru": "{?value} меньше {?limit} или несравнимо с ним.",
    },
    "maxExclusive": {
        "en": "{?value} is not less than {?limit}.",
        "ru": "{?value} не меньше {?limit}.",
    },
    "maxInclusive": {
        "en": "{?value} is not {?limit} or less.",
        "ru": "{?value} больше {?limit} или несравнимо с ним.",
    },
    "minLength": {
        "en": "{?value} is shorter than {?limit} characters.",
        "ru": "{?value} короче {?limit} знаков.",
    },
    "maxLength": {
        "en": "{?value} is longer than {?limit} characters.",
        "ru": "{?value} длиннее {?limit} знаков.",
    },
    "pattern": {
        "en": "{?value} does not match the pattern {?limit}.",
        "ru": "{?value} не соответствует образцу {?limit}.",
    },
    "languageIn": {
        "en": "{?value} is in none of the languages {?limit}.",
        "ru": "{?value}: язык не из числа {?limit}.",
    },
    "uniqueLang": {
        "en": "the property {?path} has {?count} values in the language {?lang}, one allowed.",
        "ru": "значений свойства {?path} на языке {?lang}: {?count}, допускается одно.",
    },
    "equals": {
        "en": "{?value} is not a value of both {?path} and {?limit}.",
        "ru": "{?value} не является значением обоих свойств, {?path} и {?limit}.",
    },
    "disjoint": {
        "en": "{?value} is a value of both {?path} and {?limit}, which may share none.",
        "ru": "{?value} является значением и {?path}, и {?limit}, а общих значений быть не должно.",
    },
    "lessThan": {
        "en": "{?value} ({?path}) is not less than {?other} ({?limit}).",
        "ru": "{?value} ({?path}) не меньше {?other} ({?limit}).",
    },
    "lessThanOrEquals": {
        "en": "{?value} ({?path}) is greater than {?other} ({?limit}), or cannot be compared with it.",
        "ru": "{?value} ({?path}) больше {?other} ({?limit}) или несравнимо с ним.",
    },
    "not": {
        "en": "{?value} conforms to {?limit}, which it must not.",
        "ru": "{?value} соответствует форме {?limit}, а не должно.",
    },
    "and": {
        "en": "{?value} does not conform to all of {?limit}.",
        "ru": "{?value} не соответствует всем формам {?limit}.",
    },
    "or": {
        "en": "{?value} conforms to none of {?limit}.",
        "ru": "{?value} не соответствует ни одной из форм {?limit}.",
    },
    "xone": {
        "en": "{?value} must conform to exactly one of {?limit}.",
        "ru": "{?value} должно соответствовать ровно одной из форм {?limit}.",
    },
    "node": {
        "en": "{?value} does not conform to {?limit}.",
        "ru": "{?value} не соответствует форме {?limit}.",
    },
    "qualifiedMinCount": {
        "en": "of the values of {?path}, {?count} conform to {?shape}, at least {?limit} needed.",
        "ru": "из значений {?path} форме {?shape} соответствуют {?count}, нужно не меньше {?limit}.",
    },
    "qualifiedMaxCount": {
        "en": "of the values of {?path}, {?count} conform to {?shape}, at most {?limit} allowed.",
        "ru": "из значений {?path} форме {?shape} соответствуют {?count}, допускается не больше {?limit}.",
    },
    "closed": {
        "en": "the property {?path} ({?value}) is not foreseen here; the nearest that is: {?near}.",
        "ru": "свойство {?path} ({?value}) здесь не предусмотрено; ближайшее из предусмотренных: {?near}.",
    },
    "hasValue": {
        "en": "the value {?limit} is missing.",
        "ru": "нет значения {?limit}.",
    },
    "in": {
        "en": "{?value} is not one of {?limit}.",
        "ru": "{?value} не входит в список: {?limit}.",
    },
}
NONE: Final = {
    "en": {"value": "no value", "near": "none"},
    "ru": {"value": "нет значения", "near": "похожего нет"},
}
"""What a placeholder stands for where there is nothing: a property that is missing, a name with none like it."""

OTHER: Final = {
    "en": "{?value} breaks the rule {?limit}.",
    "ru": "{?value} нарушает правило {?limit}.",
}
MISSING: Final = {
    "en": "the property {?path} is missing.",
    "ru": "нет свойства {?path}.",
}


def default_templates(component: NamedNode, facts: Mapping[str, Words]) -> Mapping[str, str]:
    """The templates of a component, by language."""
    name = parameter(component)
    if name == "minCount" and str(facts.get("count")).startswith('"0"') and str(facts.get("limit")).startswith('"1"'):
        return MISSING
    return DEFAULTS.get(name, OTHER)


def fill(template: str, words: Mapping[str, str]) -> str:
    """Replace ``{$name}`` and ``{?name}``; a placeholder without a word stays as it is (SHACL 5.2.1)."""
    return PLACEHOLDER.sub(lambda match: words.get(match.group(1), match.group()), template)


def chosen(texts: Mapping[str, str], lang: str) -> str:
    """The text in a language, else in English, else without a language, else any."""
    for wanted in (lang, "en", ""):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")
