"""The word lists that English rules name as `<word>`. A list may name another; one space stands for any white space."""

# People by what they do. "agent", "user", "client", "server" are left out: in this field they are mostly machines.
_ROLES = (
    "engineers?|developers?|devs|programmers?|coders?|operators?|administrators?|admins?|sysadmins?|SREs?|DBAs?|deployers?"
    "|committers?|responders?|reviewers?|authors?|maintainers?|testers?|technicians?|analysts?|architects?|contractors?"
    "|consultants?|managers?|leads?|commanders?|colleagues?|coworkers?|co-workers?|employees?|interns?|trainees?|juniors?"
    "|staffers?|on-?callers?|on-call|team ?mates?|(?:team|staff|crew|support) members?|members? of (?:the )?(?:team|staff|crew)|persons?|guys?|individuals?"
)
_GROUPS = r"(?:[\w-]+ )?teams?|staff|crew|management|leadership|(?:night|day|morning|late) shift|support desk|help ?desk|ops|operations|devops|support|development|everyone|everybody"

LEXICON = {
    "role": _ROLES,
    "group": _GROUPS,
    "determiner": "the|an?|our|my|your|their|his|her|this|that|one of (?:the|our)|some of (?:the|our)|another|second|first",
    "quality": r"new|junior|senior|other|same|on-?call|responsible|lead|night|duty|database|network|system|software|devops|release"
    r"|infrastructure|platform|support|incident|backend|frontend|security|storage|site|service|data|data ?cent(?:er|re)|\w+ team",
    "one": "he|she|I|<someone>|(?:<determiner> )(?:<quality> ){0,2}(?:<role>)(?: on (?:call|duty|shift)| responsible| in charge)?",
    "someone": "someone|somebody|nobody|no one|no-one|one of us|anyone",
    "human": "I|we|you|he|she|<someone>|everyone|everybody|people|humans?|persons?"
    "|(?:<determiner> )?(?:<quality> ){0,2}(?:<role>)(?: on (?:call|duty|shift)| responsible| in charge)?|(?:the |our |their )?(?:<group>)",
    "name": r"(?-i:[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)",
    # what may stand between a subject and its verb
    "adverbs": r"(?:(?:\w+ly|also|just|then|again|still|even|never|once|had|have|has|did|was|were|at (?:this|that|some) point|in turn) ){0,3}",
    # what may stand between an auxiliary and its participle
    "filler": r"(?:(?:\w+ly|also|just|then|still|even|never|ever|first|at least|at most|instead|always|all|both|perhaps|maybe|"
    r"in addition|, ?[\w\s]{1,30},) ?){0,3}",
    "have": r"have|'ve|of",
    "not": r"n't| not| never",
    "ought": r"should|ought to|shoulda|needed to",
    # participles; nouns and adjectives that also end so are left out by the patterns that use this
    "participle": r"(?!need|speed|feed|seed|embed|shed|red\b|hundred|unauthori[sz]ed|dedicated|detailed|automated|distributed|improved|"
    r"fixed (?:size|set|limit|length|number|point|rate)|more|better|isolated|redundant|advanced|limited|unified|centrali[sz]ed|shared|standardi[sz]ed|finer|open\b|oxygen|golden|hidden|even\b|then\b|"
    r"when\b|written\b|broken\b)(?:\w{2,}ed|\w+(?:ought|aught)|been|done|gone|seen|known|taken|given|made|told|said|kept|left|held|"
    r"set up|put|run|read|sent|built|found|felt|had|got|gotten|understood|foreseen|forgotten|chosen|spoken|begun|paid|let|met|"
    r"written|drawn|thrown|withdrawn|spent|dealt|split|cut|hit|come|become|undone|redone|rerun|overridden|rolled)\b",
    # work that only people do: "should have been <work>" says that a person left it out
    "work": r"done|tested|reviewed|checked|double-?checked|verified|validated|noticed|spotted|flagged|raised|tagged|announced|"
    r"communicated|coordinated|co-ordinated|discussed|planned|documented|escalated|notified|informed|told|consulted|involved|asked|"
    r"considered|anticipated|foreseen|thought|investigated|followed|followed up|rushed|merged|approved|staged|silenced|prioriti[sz]ed|"
    r"addressed|taken|caught|picked up|made aware|made clear|more careful|more diligent|attempted|used|run|set|written|learned|learnt|careful|aware|paged|called",
    "duty": r"test|check|double-?check|verify|validate|follow|read|ask|tell|notify|inform|escalate|review|document|add|update|run|wait|"
    r"communicate|coordinate|co-ordinate|announce|consult|confirm|look at|pay attention|bother|care|take care|think|mention|warn|report|"
    r"respond|react|answer|act|listen|clean up|remove|revert|finish|complete|hand over|back up|set|prepare|plan|do",
    "duty_done": r"tested|checked|double-?checked|verified|validated|followed|read|asked|told|notified|informed|escalated|reviewed|"
    r"documented|added|updated|run|waited|communicated|coordinated|announced|consulted|confirmed|looked at|paid attention|bothered|"
    r"cared|thought|mentioned|warned|reported|responded|reacted|answered|listened|removed|reverted|finished|completed|set|prepared|planned|done",
    "harm": r"outage|incident|issue|problem|disruption|failure|impact|downtime|damage|data loss|loss|error|bug|crash|breakage|mess",
    "avoided": r"avoided|prevented|averted|caught|detected|discovered|spotted|noticed|identified|found|mitigated|minimi[sz]ed|reduced|"
    r"lessened|shortened|contained|resolved|fixed|solved|addressed|stopped|sped up|saved|helped|alerted|warned|made|allowed|revealed|uncovered|surfaced|flagged|highlighted|shown up|showed up|pointed out|told us",
    "less": r"shorter|less|smaller|faster|quicker|sooner|earlier|easier|better|milder|avoidable|preventable|simpler|safer|nicer|ideal|preferable|prudent|helpful|useful",
}
