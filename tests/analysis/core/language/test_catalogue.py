from pathlib import Path

from hotwash.analysis.core.language.catalogue import explain, reference, rule_keys

REFERENCE = Path(__file__).parents[4] / "docs/reference/language-rules.md"


def test_the_reference_is_what_the_rules_say():
    assert REFERENCE.read_text() == reference(), "Run: hotwash lint --rules > docs/reference/language-rules.md"


def test_each_rule_can_be_explained():
    assert all(key in str(explain(key)) for key in rule_keys())
    assert explain("no-such-rule") is None
