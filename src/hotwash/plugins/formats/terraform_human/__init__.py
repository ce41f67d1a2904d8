"""What ``terraform apply`` and ``destroy`` print for people, alone or inside a CI log or a pull-request comment.

There are no times in it, unless a CI put one before each line. None are invented: order and durations are kept.
"""

import re

from hotwash.ports.formats import Level
from hotwash.ports.reading.marks import MarkFormat, mark

_ADDRESS = r"(?P<address>[\w.\[\]\"'/:@$<>*-]+\.[\w.\[\]\"'/:@$<>* -]+?)"
_AFTER = r"(?: after (?P<took>[\dhms*.]+))?(?: \[id=(?P<id>[^\]]*)\]| \(ID: (?P<id2>[^)]*)\))?"

plugin = MarkFormat(
    "terraform.human",
    "Terraform or OpenTofu run, as printed",
    marks=(
        mark(rf"{_ADDRESS} ?(?:\(deposed \w+\))?: Still (?P<action>\w+)\.\.\..*elapsed", "terraform.apply_progress", aside=True),
        mark(rf"{_ADDRESS} ?(?:\([^)]*\))?: (?P<action>Creating|Modifying|Destroying|Reading|Opening|Closing)\.\.\.", "terraform.apply_start"),
        mark(rf"{_ADDRESS} ?(?:\([^)]*\))?: (?P<action>Creation|Modifications|Destruction|Read|Opening|Closing) complete{_AFTER}",
             "terraform.apply_complete"),
        mark(rf"{_ADDRESS}: (?P<action>Refreshing state|Provisioning with|Preparing import|Importing)", "terraform.refresh", aside=True),
        mark(r"(?P<operation>Apply|Destroy) complete! Resources: (?:(?P<imported>\d+) imported, )?(?:(?P<add>\d+) added, )?"
             r"(?:(?P<change>\d+) changed, )?(?P<remove>\d+) destroyed", "terraform.change_summary", Level.INFO),
        mark(r"Plan: (?:\d+ to import, )?(?P<add>\d+) to add, (?P<change>\d+) to change, (?P<remove>\d+) to destroy", "terraform.plan",
             aside=True),
        mark(r"(?:\S+: )?Error: (?P<summary>.+)", "terraform.diagnostic", Level.ERROR, more=True),
        mark(r"Error (?:applying|running|creating|locking|refreshing|acquiring)\b.*", "terraform.diagnostic", Level.ERROR, more=True),
        mark(r"Warning: (?P<summary>.+)", "terraform.warning", Level.WARNING, more=True, aside=True),
        mark(r"Note: Objects have changed outside of (?:Terraform|OpenTofu)", "terraform.drift", Level.WARNING, aside=True),
    ),
    signs=(
        re.compile(rf"(?m)^{_ADDRESS}: (?:Creating|Modifying|Destroying|Still \w+|Refreshing state)\.\.\."),
        re.compile(rf"(?m)^{_ADDRESS}: (?:Creation|Modifications|Destruction) complete"),
        re.compile(r"(?m)^(?:Apply|Destroy) complete! Resources:"),
        re.compile(r"(?m)^on \S+\.tf(?:\.json)? line \d+"),
        re.compile(r"(?m)^Plan: \d+ to add, \d+ to change, \d+ to destroy"),
        re.compile(r"(?m)^(?:Terraform|OpenTofu) (?:will perform the following actions|used the selected providers|v\d+\.\d+\.\d+)"),
    ),
    hint=re.compile(
        r"(?:Creating|Modifying|Destroying|Still \w+|Refreshing state)\.\.\.|(?:Creation|Modifications|Destruction) complete"
        r"|complete! Resources:|\.tf(?:\.json)? line \d|Plan: \d|(?:Terraform|OpenTofu) (?:will|used|v\d)"
    ),
    ends=re.compile(r"^(?:Apply|Destroy|Plan:|Outputs:|\$ |Terraform |Releasing state)"),
)  # fmt: skip
