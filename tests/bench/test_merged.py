"""All records of an incident as one list: ten million of them in five files, asked as the page asks."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from hotwash.evidence.core.columns import TYPES
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries import Wanted, histogram, merged
from hotwash.evidence.queries.records import nanoseconds
from hotwash.kernel import storage
from hotwash.kernel.columns import engine
from hotwash.process.queries import current_version
from hotwash.respond.models import Incident
from tests.bench.conftest import figure
from tests.cast import NOON

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
FILES, EACH, ROUNDS = 5, 2_000_000, 7
STEP_MS = 43  # a record each; a day of two million
SAID = """['order ' || n || ' placed by customer ' || n * 7919 % 60000, 'connection to 10.0.' || n % 7 || '.' || n % 251
 || ' timed out after ' || n % 3000 || ' ms', 'request ' || md5(n::VARCHAR) || ' answered 200 in ' || n % 900 || ' ms',
 'cache miss for key session:' || n * 31 % 100000, 'payment refused: card ' || n % 9999, 'heartbeat ' || n]"""
MADE = f"""COPY (SELECT n::INTEGER AS number, n + 1 AS line, 1 AS size, n * 120 AS start,
 $begin + n * {STEP_MS}000000 + (n * 7919 % 1000) * 1000000 AS ns, 3::TINYINT AS digits, 0 AS zone,
 0::UTINYINT AS basis, false AS yearless, (CASE WHEN n % 97 = 0 THEN 5 WHEN n % 23 = 0 THEN 4 ELSE 2 END)::UTINYINT AS
 level, 'log' AS kind, ({SAID})[1 + n % 6] AS text FROM range({EACH}) t(n))
 TO '$path' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 50000)"""


@pytest.fixture
def incident(tmp_path: Path) -> Incident:
    begin = NOON - timedelta(hours=12)
    made = Incident.objects.create(
        title="Ten million",
        severity="sev1",
        process_version=current_version(),
        declared_at=NOON,
        started_at=NOON,
        resolved_at=NOON + timedelta(hours=1),
    )
    last = begin + timedelta(milliseconds=STEP_MS * EACH + 1000)
    with engine() as connection:
        for number in range(1, FILES + 1):
            path = tmp_path / f"{number}.parquet"
            start = nanoseconds(begin) + number * 1_000_003
            connection.execute(MADE.replace("$begin", str(start)).replace("$path", str(path)))
            assert [row[0] for row in connection.execute(f"DESCRIBE FROM '{path}'").fetchall()] == list(TYPES)
            stored = storage.adopt(path)
            EvidenceFile.objects.create(
                incident=made, number=number, name=f"{number}.log", sha256=stored.sha256, size=1, status="read",
                records=EACH, book=stored.sha256, earliest=begin, latest=last, added_at=NOON,
            )  # fmt: skip
    return made


def median(work: Callable[[], object]) -> float:
    """In ms. The first time is not counted: it loads the engine and the disk."""
    work()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return sorted(times)[ROUNDS // 2] * 1000


def test_ten_million_records(incident: Incident) -> None:
    minutes = Wanted(since=NOON, until=NOON + timedelta(minutes=10))
    hour = Wanted(since=NOON, until=NOON + timedelta(hours=1), words="customer 4242")
    assert len(merged(incident, minutes).records) == 100
    found = histogram(incident, Wanted())
    assert found is not None
    assert found.total == FILES * EACH
    assert merged(incident, hour).records
    figure("A range of ten minutes in 10 million records", f"{median(lambda: merged(incident, minutes)):.0f} ms", "50")
    figure("Their histogram by time and level", f"{median(lambda: histogram(incident, Wanted())):.0f} ms", "200")
    figure("A word in the hour of the incident", f"{median(lambda: merged(incident, hour)):.0f} ms", "200")
    middle = f"{nanoseconds(NOON)}_3_1000000"
    figure("A page from the middle on", f"{median(lambda: merged(incident, Wanted(), after=middle)):.0f} ms", "")
    rare = Wanted(words="no such word")
    figure("A word that is nowhere, in all of them", f"{median(lambda: merged(incident, rare)):.0f} ms", "")
