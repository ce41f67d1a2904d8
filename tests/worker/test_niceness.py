import subprocess
import sys

import pytest

from hotwash.worker.niceness import SESSION

TELL = """
import os
from hotwash.worker.niceness import SESSION, let_others_first
let_others_first(3)
print(os.nice(0), SESSION.read_text().split()[-1])
"""


@pytest.mark.skipif(not SESSION.exists(), reason="this machine weighs no sessions")
def test_pages_come_before_background_work_also_where_sessions_are_weighed():
    done = subprocess.run(
        [sys.executable, "-c", TELL], check=True, capture_output=True, text=True, start_new_session=True
    )
    niceness, of_session = done.stdout.split()
    assert int(niceness) >= 3
    assert of_session == "3"
