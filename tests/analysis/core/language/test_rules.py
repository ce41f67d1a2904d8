"""The examples that each rule declares are its tests; sentences of our own beside them."""

import pytest

from hotwash.analysis.core.language import RULESETS, Context, check
from tests.analysis.core.language.sentences import BLAMING, NEUTRAL

RULES = [rule for ruleset in RULESETS.values() for rule in ruleset.rules]
BAD = [(rule, text) for rule in RULES for text in rule.bad]
GOOD = [(rule, text) for rule in RULES for text in rule.good]


def found(rule, text):
    purpose = Context.ACTION if rule.contexts == {Context.ACTION} else None
    return [finding.rule for finding in check(text, purpose=purpose, people=["Alex Example", "Sam Example"])]


@pytest.mark.parametrize(("rule", "text"), BAD, ids=[f"{rule.key}: {text[:40]}" for rule, text in BAD])
def test_finds_its_bad_examples(rule, text):
    assert rule.key in found(rule, text)


@pytest.mark.parametrize(("rule", "text"), GOOD, ids=[f"{rule.key}: {text[:40]}" for rule, text in GOOD])
def test_leaves_its_good_examples(rule, text):
    assert found(rule, text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_explains_itself(rule):
    assert all((rule.name, rule.message, rule.rationale, rule.source, rule.suggestion, rule.bad, rule.good))
    assert all(trigger == trigger.lower() for trigger in rule.triggers)


def test_keys_name_one_rule_each():
    for ruleset in RULESETS.values():
        keys = [rule.key for rule in ruleset.rules]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("text", BLAMING)
def test_finds_blame_in_whatever_form(text):
    assert check(text) != []


@pytest.mark.parametrize("text", NEUTRAL)
def test_leaves_plain_accounts_alone(text):
    assert check(text) == []
