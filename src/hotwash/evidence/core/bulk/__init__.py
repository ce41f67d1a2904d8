"""Reading a large log in bulk: time, level and place of each record, without making a value of each line.

Most logs write their time at the same place of every line, and most lines bear the second of the line before. So a
``Plan`` is made of the sample (where the time stands, how many digits, where the level word); lines that look like the
plan are read by arithmetic over whole blocks, and every line that differs in any way is given to the reader of the
format. The result is that reader's, only sooner.

``plan_for`` knows logs whose lines begin with their time and whose records are but their words, so that the columns
and the line itself are all there is to know. ``wider_plan_for`` knows more: times at a moving place, the status of
requests, JSON lines. Of these kind and fields are not in the columns.

``vector`` works on arrays (NumPy), ``plain`` line by line without it; both give the same, and tests say so.
"""

from hotwash.evidence.core.bulk.index import index, judge_for
from hotwash.evidence.core.bulk.judge import Judge
from hotwash.evidence.core.bulk.part import Part, Unfit
from hotwash.evidence.core.bulk.plan import Plan, plan_for
from hotwash.evidence.core.bulk.wider import wider_plan_for

__all__ = ["Judge", "Part", "Plan", "Unfit", "index", "judge_for", "plan_for", "wider_plan_for"]
