"""A bend of Django's habit: it looks for models here, and they live in their stages. One line for each."""

from hotwash.actions.models import *  # noqa: F403
from hotwash.analysis.models import *  # noqa: F403
from hotwash.directory.models import *  # noqa: F403
from hotwash.evidence.models import *  # noqa: F403
from hotwash.evidence.models.pictures import *  # noqa: F403
from hotwash.evidence.models.uploads import *  # noqa: F403
from hotwash.improve.models import *  # noqa: F403
from hotwash.kernel.models import *  # noqa: F403
from hotwash.process.models import *  # noqa: F403
from hotwash.reports.models import *  # noqa: F403
from hotwash.respond.models import *  # noqa: F403
from hotwash.team.models import *  # noqa: F403
