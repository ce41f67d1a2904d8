"""An incident of a cluster: a limit that is too low, a loop of crashes."""

from tests.bench.incidents import noise, tools
from tests.bench.incidents.story import HOUR, MINUTE, Story


def crash_loop(story: Story) -> None:
    """A new version needs more memory than its limit: it is killed, starts again, is killed."""
    end, rolled = 4 * HOUR, 2 * HOUR
    noise.application(story, "recommender.log", 70_000, rolled, form="logfmt")
    noise.application(story, "storefront.jsonl", 140_000, end, form="json")
    _events(story, rolled, end)
    killed = rolled + 3 * MINUTE
    for number in range(9):
        at = killed + number * 5 * MINUTE
        noise.write(story, "recommender.log", at - 20, "INFO", "loading model ranking-v7 into memory", "logfmt")
        noise.write(story, "recommender.log", at - 45, "INFO", "recommender 7.0.0 starting", "logfmt")
        story.write(
            "messages",
            at,
            tools.syslog(
                story.began + at,
                "node-3",
                "kernel",
                f"Memory cgroup out of memory: Killed process {4000 + number} (recommender) total-vm:2411000kB",
            ),
        )
    noise.application(story, "recommender.log", 20_000, end, form="logfmt", start=rolled + 52 * MINUTE)
    story.true("recommender.log", killed - 45, "recommender 7.0.0 starting", "the new version starts", must=False)
    story.true(
        "recommender.log",
        killed - 20,
        "loading model ranking-v7",
        "the last words before it is killed",
        must=False,
        slack=60,
    )
    story.true("messages", killed, "Memory cgroup out of memory", "the kernel kills it", slack=60)
    noise.system(story, "messages", ("node-1", "node-2", "node-3"), 30_000, end)
    for at in [killed + 2, *story.times(4_500, killed + 3, rolled + 50 * MINUTE)]:
        noise.write(story, "storefront.jsonl", at, "ERROR", "upstream recommender: connection refused", "json")
    story.true("storefront.jsonl", killed + 2, "upstream recommender", "the shop loses its recommendations", slack=60)
    points = []
    for at in range(0, int(end), 15):
        calm = not rolled < at < rolled + 52 * MINUTE
        points.append(
            (story.began + at, 640 + story.random.random() * 20 if calm else (980 + story.random.random() * 40))
        )
    story.document(
        "memory.json",
        tools.matrix(tools.series(points, __name__="container_memory_working_set_megabytes", pod="recommender")),
    )
    story.true("memory.json", rolled, "", "memory jumps to the limit", kind="metric.change")
    story.true("memory.json", rolled + 52 * MINUTE, "", "memory is as before", kind="metric.change", must=False)
    _told(story, rolled, end)


def _told(story: Story, rolled: float, end: float) -> None:
    killed = rolled + 3 * MINUTE
    fired = [
        tools.alert("PodCrashLooping", story.began + killed + 9 * MINUTE, "critical", "recommender restarts again and again", ends=story.began + rolled + 58 * MINUTE, namespace="shop"),
        tools.alert("StorefrontDegraded", story.began + killed + 12 * MINUTE, "warning", "Recommendations are missing", service="storefront"),
    ]  # fmt: skip
    story.true("alerts.json", killed + 9 * MINUTE, "PodCrashLooping", "the page")
    story.true("alerts.json", killed + 12 * MINUTE, "StorefrontDegraded", "a second alert", must=False)
    noise.save_alerts(story, "alerts.json", fired, end)
    said = [
        (killed + 11 * MINUTE, "ana", "recommender is crash looping, OOMKilled"),
        (rolled + 47 * MINUTE, "ana", "rollout undo of the recommender, limit was 1Gi"),
        (rolled + 60 * MINUTE, "ana", "stable for ten minutes, resolved"),
    ]
    noise.save_chat(story, "chat.json", said, end)


def _events(story: Story, rolled: float, end: float) -> None:
    at = story.began
    rows = []
    for place, after in enumerate(story.times(150, 0, end)):
        name = f"cronjob-sync-{place:03d}"
        rows.append(tools.kube_event(at + after, "Completed", f"Job/{name}", "Job completed"))
        rows.append(
            tools.kube_event(
                at + after - 9, "Scheduled", f"Pod/{name}-x1", f"Successfully assigned shop/{name}-x1 to node-2"
            )
        )
        rows.append(
            tools.kube_event(at + after - 8, "Pulled", f"Pod/{name}-x1", "Container image already present on machine")
        )
    probe = at + end - 600
    rows.append(
        tools.kube_event(
            probe,
            "Unhealthy",
            "Pod/ingress-6d9",
            "Readiness probe failed: HTTP probe failed with statuscode: 503",
            warn=True,
            count=4,
            first=at + 300,
        )
    )
    new, old = "recommender-79cd", "recommender-6f8b"
    rows += _rollout(at, rolled, new, old)
    story.true("events.json", rolled, new, "the cause: the new version is rolled out", slack=60)
    story.true("events.json", rolled + 50 * MINUTE, "Rolled back", "the way back")
    story.true("events.json", rolled + 3 * MINUTE, "OOMKilling", "the first kill")
    story.true("events.json", rolled + 49 * MINUTE, "BackOff", "the loop of crashes", slack=HOUR)
    story.true("events.json", rolled + 40, old, "the old version goes", must=False, slack=30)
    story.document(
        "events.json",
        {"apiVersion": "v1", "kind": "List", "items": sorted(rows, key=lambda row: str(row["lastTimestamp"]))},
    )


def _rollout(at: float, rolled: float, new: str, old: str) -> list[dict[str, object]]:
    rows = []
    rows.append(
        tools.kube_event(
            at + rolled, "ScalingReplicaSet", "Deployment/recommender", f"Scaled up replica set {new} to 3"
        )
    )
    rows.append(
        tools.kube_event(
            at + rolled + 40, "ScalingReplicaSet", "Deployment/recommender", f"Scaled down replica set {old} to 0"
        )
    )
    rows.append(
        tools.kube_event(
            at + rolled + 50 * MINUTE,
            "DeploymentRollback",
            "Deployment/recommender",
            'Rolled back deployment "recommender" to revision 6',
        )
    )
    killed = at + rolled + 3 * MINUTE
    rows.append(
        tools.kube_event(
            killed,
            "OOMKilling",
            "Node/node-3",
            "Memory cgroup out of memory: Killed process 4000 (recommender)",
            warn=True,
        )
    )
    rows.append(
        tools.kube_event(
            killed + 46 * MINUTE,
            "BackOff",
            f"Pod/{new}-q2x",
            "Back-off restarting failed container recommender in pod",
            warn=True,
            count=41,
            first=killed + 30,
        )
    )
    return rows
