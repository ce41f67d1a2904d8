"""Words that speak for a category of contributing factors: data, one line for one reason.

A process document can add lines of its own. Patterns are regular expressions without regard to case; one space stands for any white space.
The weight says how far the words decide alone: 1 a hint, 2 usual, 3 strong, 5 beyond doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    TECHNICAL = "technical"
    PROCESS = "process"
    MONITORING = "monitoring"


@dataclass(frozen=True, slots=True)
class CategoryRule:
    category: Category
    subcategory: str
    weight: int
    pattern: str
    why: str


_NONE = r"(?:no|not|never|without|lack(?:s|ed|ing)?(?: of)?|missing|miss(?:es|ed)?|absen(?:t|ce of)|insufficient|not enough|too (?:little|few)|inadequate|poor|few|only|had no|limited|non-existent)"
_SIGNAL = r"(?:monitor(?:s|ed|ing)?|alert(?:s|ed|ing)?|alarms?|metrics?|dashboards?|probes?|health ?checks?|observability|telemetry|tracing|pages?|paging|notifications?|visibility|instrumentation|log(?:s|ging)|SLOs?)"
_PEOPLE = (
    r"(?:team|people|engineers?|staff|members?|developers?|operators?|SREs?|ops|on-?call|someone|expert(?:s|ise)?)"
)
_TESTS = (
    r"(?:tests?|testing|test suite|tested|staging|QA|e2e|load test(?:s|ing)?|sandbox|canar(?:y|ies)|validation|dry run)"
)
_PAPER = r"(?:run ?books?|play ?books?|documentation|documents?|docs|notes|procedures?|instructions?|guidelines?|wiki|readme|manuals?|checklists?)"

_M, _P, _T = Category.MONITORING, Category.PROCESS, Category.TECHNICAL

# fmt: off
RULES: tuple[CategoryRule, ...] = (
    # monitoring and alerting
    CategoryRule(_M, "missing_alert", 5, rf"\b{_NONE} (?:\w+ ){{0,3}}{_SIGNAL}\b", "something that watches is said to be missing"),
    CategoryRule(_M, "missing_alert", 5, rf"\b{_SIGNAL} (?:\w+ ){{0,4}}(?:was|were|is|are|did|do|does|had|has)(?: not|n't) \w+|\b{_SIGNAL} (?:was|were|is|are) (?:missing|absent|disabled|silenced|muted)\b", "a signal was absent or switched off"),
    CategoryRule(_M, "missing_alert", 3, r"\b(?:not|n't|never|un|wasn.t|weren.t|isn.t|aren.t) ?(?:being )?(?:monitored|alerted|tracked|observed|watched|measured|paged|notified)\b", "it was not watched"),
    CategoryRule(_M, "threshold", 5, r"\b(?:alert\w*|monitor\w*|alarm|warning|paging|detection|critical) (?:\w+ ){0,3}thresholds?\b|\bthresholds? (?:\w+ ){0,6}(?:alert|page|monitor|pick ?up|notice|detect|trigger|fire|too (?:high|low))", "it is about an alert threshold"),
    CategoryRule(_M, "threshold", 2, r"\bthresholds?\b", "it speaks of a threshold"),
    CategoryRule(_M, "alert_noise", 5, r"\b(?:noise|noisy|flapping|false (?:alarms?|positives?|alerts?)|alert fatigue|too many (?:\w+ ){0,2}(?:alerts?|pages?|notifications?)|drown\w*|spam\w*)\b", "alerts were lost among others"),
    CategoryRule(_M, "misleading_signal", 4, r"\b(?:mask(?:s|ed|ing)|hid|hides|hidden|concealed|obscured|misleading|mislead|misled|showed (?:as )?(?:green|healthy|ok|up)|reported (?:as )?(?:healthy|success|ok|up)|false(?:ly)? (?:green|healthy|reported))\b", "a signal showed something else than what was"),
    CategoryRule(_M, "blind_spot", 4, r"\bblind(?:ed|ness|spots?|ly)?\b|\bblind spots?\b|\bby proxy\b|\bunaware\b|\bcould(?: not|n't) (?:see|tell|observe)\b|\b(?:went|gone|remained|was|were) (?:un(?:noticed|detected|observed|seen)|not (?:noticed|detected|visible))\b|\bnot visible\b", "nobody could see it"),
    CategoryRule(_M, "blind_spot", 3, r"\b(?:late|slow|delayed|delay in|no|manual|failed to) (?:detect\w*|discover\w*|notic\w*)\b|\bdetect(?:ed|ion)\b|\bfound (?:out )?by (?:a )?(?:customers?|users?|chance)\b|\b(?:customers?|users?) (?:reported|noticed|told us)\b|\btime to detect\b", "it is about when or by whom it was detected"),
    CategoryRule(_M, "missed_notification", 4, r"\b(?:alerts?|pages?|notifications?|alarms?) (?:\w+ ){0,4}(?:wrong|another|old|former|nobody|unattended|muted|unread|ignored|unacknowledged|lost|missed|delayed|went to|routed)\b|\b(?:missed|unread|unanswered|lost) (?:notifications?|alerts?|pages?)\b|\bpag(?:ed|ing) (?:the )?wrong\b", "the alert did not reach anybody"),
    CategoryRule(_M, "missing_alert", 2, r"\b(?:monitor(?:s|ed|ing)?|alert(?:s|ed|ing)?|alarms?|metrics|dashboards?|observability|telemetry|paging|pagers?|notifications?|visibility|instrumentation|log (?:shipper|collector|pipeline|aggregation)s?|prometheus|grafana|datadog|SLOs?|heartbeats?)\b", "it speaks of monitoring or alerting"),
    CategoryRule(_M, "blind_spot", 4, r"\b(?:synthetic|black-?box|external) (?:checks?|probes?|monitor\w*)\b|\b(?:checks?|probes?) (?:only |just )*(?:looks?|tests?|covers?|watch\w*|runs? inside)\b|\b(?:only |not |never )?measured (?:at|in|for|by|on)\b|\b(?:is|are|was|were) not measured\b|\bwithout (?:\w+ )?(?:noticing|anyone knowing|being noticed)\b|\b(?:went|gone) unnoticed\b", "the place where it is measured does not show it"),
    CategoryRule(_M, "missed_notification", 4, r"\b(?:pagers?|on-?call phone|page) (?:\w+ ){0,4}(?:not|n't|never|typo|wrong|failed|late)\b", "the alert did not reach anybody"),
    CategoryRule(_M, "blind_spot", 4, r"\A(?:(?:the|our|an?|all|most|first|second|only|some|one) )*(?:[\w-]+ )?(?:alert(?:s|ing)?|alarms?|probes?|pages?|pagers?|paging|thresholds?|metrics?|dashboards?|monitors?|monitoring|logs|status page|notifications?)\b(?! (?:load|cache|fault|size|endpoint|request|view|service|system crashed))", "its subject is what watches"),
    CategoryRule(_M, "blind_spot", 3, r"\b(?:until|before|till) (?:some(?:body|one)|any(?:body|one)|we|they|a customer) (?:saw|noticed|found|realis?zed|knew)\b|\b(?:nobody|no one|no-one) (?:is |was |were |had )?(?:paged|alerted|notified|noticed|saw|seen|looking)\b|\bnot (?:exported|collected|scraped|recorded|logged)\b", "it is about when somebody could see it"),
    # process
    CategoryRule(_P, "documentation", 5, rf"\b(?:{_NONE} (?:\w+ ){{0,4}}|outdated |out-?of-?date |stale |old |wrong |incomplete |unclear |obsolete |incorrect |ambiguous |misleading ){_PAPER}\b|\b{_PAPER} (?:\w+ ){{0,5}}(?:missing|lacks?|lacked|incomplete|outdated|out of date|stale|wrong|unclear|did not|does not|do not|doesn't|didn't|not)\b", "a written procedure was missing or out of date"),
    CategoryRule(_P, "documentation", 4, rf"\b(?:undocumented|not (?:been )?documented|{_PAPER})\b", "it speaks of written procedures"),
    CategoryRule(_P, "communication", 4, r"\bcommunicat\w+|\bcoordinat\w+|\bco-ordinat\w+|\b(?:not|n't|never|late|been) (?:\w+ )?(?:informed|told|notified|announced|consulted)\b|\bmisunderstand\w*|\bhand-?overs?\b|\bhand(?:ed)? over\b|\bannounce\w*|\bescalat(?:ion|ed|ing)\b|\bstakeholders?\b|\bstatus (?:page|updates?)\b", "it is about telling one another"),
    CategoryRule(_P, "knowledge", 4, rf"\bknowledge\b|\btrain(?:ed|ing)\b|\b{_NONE} (?:\w+ ){{0,2}}(?:experience|expertise|understanding|awareness|familiarity|skills?)\b|\b(?:unfamiliar|inexperienced|unaware of|only one person|single person|bus factor|silo\w*|onboarding|learning curve)\b|\bknew (?:how|about)\b|\b(?:did not|didn't|not) (?:know|understand)\b", "it is about who knew what"),
    CategoryRule(_P, "staffing", 5, rf"\b(?:availability|shortage|absence|lack|number|workload|fatigue) of (?:\w+ ){{0,2}}{_PEOPLE}\b|\b(?:under|short-?)staff(?:ed|ing)\b|\b{_PEOPLE} (?:\w+ ){{0,3}}(?:unavailable|not available|on (?:holiday|vacation|leave)|sick|asleep|alone|overloaded|overworked|busy)\b|\b(?:vacation|holiday season|out of office|night shift|off hours|outside (?:of )?(?:working|office|business) hours|weekend|on-?call (?:rota|rotation|schedule))\b", "it is about who was there"),
    CategoryRule(_P, "planning", 4, r"\bmaintenance windows?\b|\b(?:code|change|release|feature) freeze\b|\b(?:priorit(?:y|ies|i[sz]ed|i[sz]ation)|backlog|roadmap|deadlines?|schedul(?:e|ed|ing) (?:too|close|during|of|for)|planned|planning|unplanned|time pressure|postponed|deprioriti[sz]ed|tech(?:nical)? debt|(?:heavy|strong|too much) focus|budget)\b|\bdue to (?:\w+ ){0,3}focus\b|\b(?:lack|absence) of (?:regular |periodic )?(?:revision|review|audit|follow[- ]?up)\b", "it is about planning and priorities"),
    CategoryRule(_P, "ownership", 4, r"\b(?:owner(?:s|ship|less)?|responsib(?:le|ility|ilities)|unowned|accountab\w+|nobody (?:owned|was responsible)|unclear who|no one was assigned|orphaned service)\b", "nobody owned it, or it was unclear who does"),
    CategoryRule(_P, "testing", 4, rf"\b(?:{_NONE} (?:\w+ ){{0,4}}|un){_TESTS}\b|\b{_TESTS} (?:\w+ ){{0,4}}(?:not|n't|does not|do not|did not|missed|skipped|lack\w*|differs?|unlike|cover\w*|without)\b|\b(?:not|n't|never) (?:been )?(?:\w+ )?(?:tested|validated|verified|rehearsed|exercised|load[- ]tested)\b|\bstaging (?:\w+ ){{0,3}}(?:differ|unlike|smaller)", "it was not tested, or not as production is"),
    CategoryRule(_P, "testing", 4, r"\b(?:test|staging|dev|QA) (?:clusters?|environments?|systems?) (?:\w+ ){0,3}(?:not|n't|differ\w*|unlike)|\bproduction (?:used )?as (?:a )?(?:\w+ )?(?:sandbox|test)|\b(?:workshop|demo|experiment(?:s|ing)?|training)\b.*\bproduction\b|\bin production (?:for|as) (?:a )?(?:test|demo)", "production served for trying things out, or the place for it is unlike production"),
    CategoryRule(_P, "ownership", 4, r"\b(?:no ?body|no[ -]one|unclear|not clear|unsure) (?:\w+ ){0,2}(?:knew|know|own\w*|who|whom|felt|took|decid\w*|authori\w*)\b|\bauthority to\b|\bwho (?:owns|owned|had the|may|decides|was in charge)\b", "it was unclear who decides or owns it"),
    CategoryRule(_P, "communication", 3, r"\b(?:learn(?:ed|t)|heard|found out) (?:about|of|from)\b|\bwithout (?:knowing|telling|asking|informing)\b|\b(?:two|several|different|other) teams?\b|\bbetween (?:teams|shifts|departments|groups)\b|\btime ?zones?\b.*\bteams?\b", "it is about who told whom"),
    CategoryRule(_P, "change_release", 4, r"\b(?:needs?|requires?|required|had|got|without|no|skipped|bypass\w*) (?:\w+ ){0,2}(?:reviews?|approvals?|second (?:person|pair)|four[- ]eyes|sign-?off)\b|\b(?:deploy\w*|roll(?:ed)?[- ]?out|rollout|change|release\w*|upgrade\w*) (?:\w+ ){0,4}(?:all (?:\w+ )?(?:regions|zones|clusters|nodes|at once)|at (?:once|the same time)|in parallel|on (?:a )?(?:friday|weekend)|on (?:\w+day)|during (?:peak|business))\b", "it is about how changes are made"),
    CategoryRule(_P, "planning", 4, r"\b(?:post-?mortem|follow-?up|corrective|preventive|open|earlier|known) (?:\w+ )?(?:actions?|action items?|tickets?|issues?) (?:\w+ ){0,3}(?:not|never|n't|open|undone|pending|forgotten|closed)\b|\b(?:known (?:issue|problem|risk)|seen (?:this|it) before|happened before|accepted risk)\b", "it was known and not acted on yet"),
    CategoryRule(_P, "communication", 3, r"\A(?:(?:the|our|an?|all|most|two|some|too|only) )*(?:[\w-]+ )?(?:teams?|people|person|engineers|staff|managers?|tickets?|contact lists?|calendars?|projects?|decisions?|meetings?|planning|training|rota|responsibilit\w+|decommissioning|onboarding|maintenance|freeze)\b", "its subject is how people work together"),
    CategoryRule(_P, "testing", 3, r"\b(?:never|not) (?:been |yet )?(?:tried|practi[sc]ed|exercised|restored|drilled|simulated|proven)\b|\b(?:drills?|exercises?|game ?days?)\b", "it had never been tried"),
    CategoryRule(_P, "change_release", 3, r"\b(?:lets?|allows?|can) (?:any(?:one|body)|everyone|everybody|all \w+) (?:to )?(?:push|deploy|merge|change|delete|approve)\w*|\bapprov\w+|\bemergency changes?\b", "it is about who may change what"),
    CategoryRule(_P, "communication", 3, r"\bnot (?:been )?shared (?:with|between|among)\b|\b(?:contact|phone|mailing) lists?\b|\bhanded (?:over )?to\b|\bin (?:one|a single) person's\b|\bagreed (?:way|on)\b", "it is about who told whom"),
    CategoryRule(_P, "testing", 2, rf"\b{_TESTS}\b", "it speaks of testing"),
    CategoryRule(_P, "change_release", 5, r"\b(?:release|deploy(?:ment)?|change|rollout|roll-out|merge|approval|code review|peer review|change management|rollback) (?:strateg\w+|process\w*|procedures?|polic\w+|pipeline process|practices?|plans?|window|coordination|approvals?|cadence|steps?)\b", "it is about how changes are made"),
    CategoryRule(_P, "change_release", 4, r"\b(?:hot-?fix(?:es)?|fix|patch(?:es)?|upgrade|update|change|config\w*)(?:es|s)? (?:\w+ ){0,2}(?:had|has|have|was|were|is|are)(?: not|n't| never)(?: yet)?(?: been)? (?:applied|rolled out|deployed|released|merged|reviewed|installed|backported|approved|announced)\b", "a known change had not been made"),
    CategoryRule(_P, "change_release", 3, r"\b(?:reviewed|reviewers?|unreviewed|approved|approval|sign-?off|manual(?:ly)? (?:steps?|process|procedure|deploy\w*|change|intervention|work)|by hand|without (?:a )?(?:review|approval|rollback)|releases?|on a friday|big[- ]bang|all at once|all regions at once|gradual(?:ly)?|staged rollout|change request)\b", "it is about how changes are made"),
    CategoryRule(_P, "change_release", 3, r"\b(?:not (?:being )?(?:kept |been )?(?:up[- ]to[- ]date|updated|upgraded|patched|rotated|renewed)|outdated|end[- ]of[- ]life|deprecat\w+|pending (?:deprecation|upgrade|migration))\b", "upkeep was due"),
    CategoryRule(_P, "ownership", 4, r"\b(?:access rights|permissions? (?:to|for) (?:the )?(?:team|people|on-?call|engineers?)|no access to|lacked access|locked out|break[- ]glass|credentials (?:were )?not available)\b", "the people who needed access did not have it"),
    CategoryRule(_P, "communication", 4, r"\b(?:incident (?:response|command|commander|process|management|declaration)|war ?room|bridge call|unclear roles?|who was in charge|escalation (?:path|policy|procedure)s?|late (?:declaration|escalation))\b", "it is about how the incident itself was handled"),
    CategoryRule(_P, "documentation", 3, r"\b(?:process(?:es)? (?:for|to|of|around|was|is|does|did|that)|no process|procedure|workflow|polic(?:y|ies)|standard practice|convention|agreement|delays? in)\b", "it speaks of a procedure"),
    # technical
    CategoryRule(_T, "code_defect", 4, r"\b(?:bugs?|defects?|regressions?|race conditions?|dead-?locks?|memory leaks?|leak(?:s|ed|ing)?|null pointer|exception|off[- ]by[- ]one|infinite loop|crash\w*|segfault\w*|code (?:path|error|change|to)|unhandled|logic error|typo|infinite|recursion|parser|incorrect(?:ly)? (?:handled|handling|parsed|computed))\b", "it describes a defect in software"),
    CategoryRule(_T, "configuration", 3, r"\b(?:mis-?)?config\w*|\bsettings?\b|\bflags?\b|\b(?:parameters?|defaults?|version (?:lock|pin)\w*|pinned|hard-?coded|environment variables?|limits? (?:was|were|not|set)|priority-?class\w*|delay was|timeouts?|TTL|firewall rules?|security groups?|DNS records?|routes?|terraform|helm|manifests?|annotations?|labels?|lowered|raised|set to|disabled|enabled|not implemented|mixed with)\b", "it describes how something was set up"),
    CategoryRule(_T, "capacity", 3, r"\b(?:capacity|exhaust\w*|ran out of|out of (?:memory|disk|space|ips?|addresses)|OOM\w*|rate[- ]?limit\w*|throttl\w*|quota\w*|overload\w*|saturat\w*|starv\w*|spikes?|traffic|load\b|scal(?:e|ing)|disk (?:was )?full|full disk|too many (?:requests|connections|queries|files)|connection (?:pool|limit)|bandwidth|utili[sz]ation|bottleneck|CPU|memory|throughput)\b", "it is about load, limits or capacity"),
    CategoryRule(_T, "architecture", 3, r"\b(?:single point of failure|SPOF|single (?:\w+ ){0,4}(?:node|replica|zone|group|instance|server|cluster|region|database|autoscaling)|architectur\w*|tight(?:ly)? coupl\w*|coupling|redundan\w*|fail-?over|circular dependenc\w*|not possible to|no (?:fallback|isolation|redundancy|circuit breaker|back-?off|retry)|blast radius|shared (?:database|cluster|resource)|limitation|across (?:\w+ )?(?:availability )?zones?|monolith\w*|legacy|inflexib\w*|limiting flexibility|cascad\w*)\b", "it is about how the system is built"),
    CategoryRule(_T, "third_party", 4, r"\b(?:third[- ]part(?:y|ies)|vendors?|providers?|upstream|external (?:service|api|dependency|system)|cloud provider|AWS (?:outage|incident|issue)|(?:azure|google|cloudflare|github|amazon) (?:\w+ )?(?:outage|incident|issue|was down)|supplier|ISP|no action of our own|registrar|outage (?:of|at) (?:our|the|a) (?:provider|vendor))\b", "it came from outside"),
    CategoryRule(_T, "data_model", 4, r"\b(?:data (?:model|loss|corruption|type|format|inconsisten\w*)|loss of data|schema|migration|corrupt\w*|inconsisten\w*|encoding|constrain(?:t|ts|ed)|integer overflow|duplicate (?:keys?|rows?|ids?)|character set|index(?:es)? missing|missing index|database (?:table|column))\b", "it is about data and its form"),
    CategoryRule(_T, "network", 3, r"\b(?:network (?:partition|outage|failure|link|device|packet|loss|switch)|packet loss|switch(?:es)? (?:failed|rebooted)|router|BGP|fib(?:er|re)|subnets?|DNS|VPN|load balancers?|latency|connectivity|IP address\w*|peering|ingress|egress)\b", "it is about the network"),
    CategoryRule(_T, "hardware", 4, r"\b(?:hardware|disk (?:failure|failed|died|error)|power (?:loss|supply|outage|failure)|cooling|overheat\w*|battery|UPS|raid|bad (?:disk|memory|cable)|server (?:died|crashed|failed)|fans?|cable|data ?cent(?:er|re)|raid controller|host (?:failed|died))\b", "hardware or power"),
    CategoryRule(_T, "security", 3, r"\b(?:certificates?|expir(?:y|ed|ation|es)|TLS|SSL|credentials?|tokens?|secret|vulnerab\w*|exploit\w*|DDoS|attack\w*|malware|compromis\w*|unauthori[sz]ed|leaked (?:key|password))\b", "it is about certificates, keys or an attack"),
    CategoryRule(_T, "code_defect", 1, r"\b(?:server|service|pod|node|cluster|container|database|cache|queue|application|app|api|script|job|process(?:es)? (?:died|crashed)|component|request|instance|deployment|library|software|driver|kernel|version)s?\b", "it speaks of a part of the system"),
)
# fmt: on
