"""Persons where a role would do."""

from hotwash.analysis.core.language.model import Kind, Rule, Severity

_SOURCE = "Google, Site Reliability Engineering, ch. 15; PagerDuty, Postmortem Documentation (roles, not names)"

RULES = (
    Rule(
        key="person-named",
        name="A known person by name",
        kind=Kind.PERSON,
        severity=Severity.ADVICE,
        message="A person is named where a role would say the same.",
        rationale="Who did it matters little for what can be changed; in a year the name says nothing and the role still does.",
        source=_SOURCE,
        suggestion="Use the role: the on-call engineer, the commander, the release manager. Names belong in the list of participants.",
        triggers=(),  # names are given with the text, so the engine looks for them itself
        patterns=(),
        bad=("Then Alex Example restarted the proxy.",),
        good=("Commander: Alex Example. Scribe: Sam Example.", "Thanks to Alex Example for the graphs."),
    ),
    Rule(
        key="person-mentioned",
        name="An @mention in the account",
        kind=Kind.PERSON,
        severity=Severity.ADVICE,
        message="A handle in the account points at a person where a role would do.",
        rationale="Handles come along when chat is pasted. Readers outside the room do not know them.",
        source=_SOURCE,
        suggestion="Use the role of the person at that moment.",
        triggers=("@",),
        patterns=(
            (
                r"(?<![\w/@.+-])@(?!here\b|channel\b|everyone\b|all\b)[a-z][\w-]{2,30}\b(?= (?:\w+ly |then )?(?:forgot|failed|broke|pushed|deployed|merged|changed|deleted|ran|restarted|caused|did|didn't|should|missed)\b)",
                "[role]",
            ),
        ),
        bad=("Then @alexm deployed the old version again.",),
        good=("Write to oncall@example.org.", "The decorator @retry was missing."),
    ),
    Rule(
        key="person-to-correct",
        name="Correcting a person",
        kind=Kind.PERSON,
        severity=Severity.WARNING,
        message="This puts the remedy into a person.",
        rationale="The next person meets the same trap. Training and reminders are the weakest of all actions; a change to the system works for everybody.",
        source="VA National Center for Patient Safety and IHI, RCA2 (hierarchy of actions)",
        suggestion="Name the change that makes the task safe for whoever does it next.",
        triggers=(
            "retrain",
            "reprimand",
            "disciplin",
            "reminded",
            "warned",
            "spoken to",
            "counsel",
            "coached",
            "punish",
            "held accountable",
            "training",
        ),
        patterns=(
            r"\b(?:<human>) (?:was|were|has been|have been|will be|must be|should be|needs? to be|needs?|is to be) (?:\w+ )?(?:retrain\w*|reprimanded|disciplined\b|reminded|warned|spoken to|"
            r"counsel+ed|coached|punished|held accountable|trained better|(?:more |better |further )training)\b",
            r"\bretrain (?:the |all |our |every )?(?:<role>|<group>|everyone|staff|him|her)\b|\bdisciplinary (?:action|consequences|measures?)\b",
        ),
        bad=(
            "The operator was retrained and warned.",
            "The person responsible has been reminded to follow the procedure.",
            "Retrain the operators.",
        ),
        good=(
            "The training has a new exercise on failover.",
            "The model was retrained on last month's data.",
            "Users were warned by a banner.",
        ),
    ),
    Rule(
        key="person-by-rank",
        name="A person by rank or experience",
        kind=Kind.PERSON,
        severity=Severity.WARNING,
        message="This explains what happened by how junior or new somebody was.",
        rationale="If a newcomer can do it, the system lets anybody do it. Experience is a condition of the whole, not a mark on a person.",
        source="David Woods et al., Behind Human Error; John Allspaw, Blameless PostMortems and a Just Culture (2012)",
        suggestion="Name the role, and say what access, guidance or guard the task came with.",
        triggers=(
            "intern",
            "trainee",
            "rookie",
            "newbie",
            "newcomer",
            "junior",
            "inexperienced",
            "untrained",
            "new hire",
            "newly hired",
            "new engineer",
            "new developer",
            "green ",
        ),
        patterns=(
            r"\b(?:the|an?|our|by) (?:new |young |summer )?(?:interns?|trainees?|rookies?|newbies?|juniors?|new hires?)\b(?! (?:guide|doc|training|program|onboarding))",
            r"\b(?:junior|inexperienced|untrained|unskilled|rookie|newly hired|green|unqualified) (?:\w+ )?(?:<role>|<group>|person|people)\b",
        ),
        bad=(
            "The intern ran the script in production.",
            "An inexperienced operator took the call.",
            "A junior developer merged it.",
        ),
        good=("The internal network was up.", "The on-call engineer ran the script with the rights that the role has."),
    ),
)
