"""Moments: the few records of a source that a person should look at first, each with a score and its reason.

``kinds`` scores what a record is (an apply that failed, an alert that fired), ``streams`` what it is among its
neighbours (the first error, a new kind of message, a burst, a silence), ``merge`` puts sources together.
"""

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.moments.merge import Sourced, best, in_order
from hotwash.evidence.core.moments.streams import Finder, Moment, find_moments

__all__ = ["Finder", "Moment", "Sourced", "best", "find_moments", "in_order", "judge"]
