"""Moments: the few records of a source that a person should look at first, each with a score and its reason.

``kinds`` scores what a record is (an alert that fired, a change in the cloud). Watchers see one source as a whole:
``terraform`` and ``ansible`` a run, ``alerts`` begin and end, ``series`` change points, ``habits`` kinds of messages
and whether they are always there, ``flow`` bursts, storms and silences. ``streams`` puts one source together, ``rank``
many: what coincides across sources, and changes shortly before trouble, come first. ``merge`` orders them in time.
"""

from hotwash.evidence.core.moments.kinds import judge
from hotwash.evidence.core.moments.merge import Sourced, best, in_order
from hotwash.evidence.core.moments.moment import Moment
from hotwash.evidence.core.moments.rank import ranked
from hotwash.evidence.core.moments.streams import Finder, find_moments

__all__ = ["Finder", "Moment", "Sourced", "best", "find_moments", "in_order", "judge", "ranked"]
