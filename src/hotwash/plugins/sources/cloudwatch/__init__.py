"""Amazon CloudWatch alarms, and whatever else comes through an Amazon SNS topic, wrapped or raw.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html (the alarm's JSON)
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from hotwash.kernel.core.errors import PluginError
from hotwash.plugins.sources.cloudwatch.signature import is_amazons, verify
from hotwash.ports import payload as read
from hotwash.ports.sources import Ask, Option, Plugin, Signal, SignalState, fingerprint_of
from hotwash.ports.webhooks import Fields, Words, at

SETUP = """\
1. In the AWS console open **Amazon SNS → Topics**, and make a standard topic, or open yours.
2. **Create subscription**, protocol **HTTPS**, and paste this address as **Endpoint**. *Raw message delivery* may be
   on or off; off is better, because then Amazon signs what it sends:

   `{address}`

3. Hotwash confirms the subscription by itself in a moment; the state turns to *Confirmed*.
4. In each **CloudWatch** alarm choose the topic under *Notification* for **In alarm** and, with *Add notification*, for
   **OK** too, so that the end comes here.

With Terraform: `aws_sns_topic_subscription` with `protocol = "https"` and `endpoint_auto_confirms = true`.
"""

OPTIONS = (
    Option("topic", "Topic ARN", "Empty: any topic that knows the address. Else others are refused."),
    Option(
        "signatures",
        "Check signatures",
        "“no” for a server that only resembles SNS and does not sign. Raw messages carry none.",
        default="yes",
    ),
)
FIELDS = Fields(
    fingerprint="AlarmArn",
    title="AlarmName",
    text="NewStateReason",
    state="NewStateValue",
    starts_at="StateChangeTime",
    ends_at="StateChangeTime",
    labels={
        "alarm": "AlarmName",
        "account": "AWSAccountId",
        "region": "Region",
        "namespace": "Trigger.Namespace",
        "metric": "Trigger.MetricName",
    },
)
#: INSUFFICIENT_DATA says nothing about a problem.
WORDS = Words(over=frozenset({"ok"}), firing=frozenset({"alarm"}))


class CloudWatch(Plugin):
    def asks(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> Ask | None:
        """The certificate that a message was signed with; then, for a subscription, the address that confirms it."""
        body = read.read_object(payload)
        if _is_raw(body, headers):
            return None
        url = at(body, "SigningCertURL")
        if _is_checked(options) and url not in options:
            if not is_amazons(url, certificate=True):
                msg = "The signing certificate does not lie at an address of Amazon SNS, so nothing is believed."
                raise PluginError(msg, retry=False)
            return Ask(url, "Amazon's certificate is fetched, to check the signature.")
        if at(body, "Type") != "SubscriptionConfirmation":
            return None
        _check(body, options)
        confirm = at(body, "SubscribeURL")
        if not is_amazons(confirm):
            msg = "The address that would confirm this subscription is not one of Amazon SNS."
            raise PluginError(msg, retry=False)
        return None if confirm in options else Ask(confirm, "The subscription is being confirmed.")

    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:
        body = read.read_object(payload)
        if _is_raw(body, headers):
            _check_topic(headers.get("x-amz-sns-topic-arn", ""), options)
            return _of_message(body, headers.get("x-amz-sns-topic-arn", ""), "")
        if not at(body, "TopicArn"):
            msg = "This is no message of Amazon SNS: it has neither a “TopicArn” nor an “AlarmName”."
            raise PluginError(msg, retry=False)
        if options:  # the plugin's own samples are sent without any
            _check(body, options)
        if at(body, "Type") != "Notification":
            return []
        text = at(body, "Message")
        try:
            message: read.Object = read.read_object(text.encode("utf-8", "replace"))
        except PluginError:
            message = {"text": text}
        return _of_message(message, at(body, "TopicArn"), at(body, "Subject"))


def _is_raw(body: read.Object, headers: Mapping[str, str]) -> bool:
    return headers.get("x-amz-sns-rawdelivery", "").lower() == "true" or ("AlarmName" in body and "Type" not in body)


def _is_checked(options: Mapping[str, str]) -> bool:
    return options.get("signatures", "yes").strip().lower() not in {"no", "off", "false"}


def _check(body: read.Object, options: Mapping[str, str]) -> None:
    _check_topic(at(body, "TopicArn"), options)
    if _is_checked(options):
        verify(body, options.get(at(body, "SigningCertURL"), ""))


def _check_topic(given: str, options: Mapping[str, str]) -> None:
    wanted = options.get("topic", "").strip()
    if wanted and given != wanted:
        msg = f"This comes from another topic than the one of this source: {given or 'it names none'}."
        raise PluginError(msg, retry=False)


def _of_message(message: read.Object, topic: str, subject: str) -> list[Signal]:
    if "AlarmName" in message:
        return _of_alarm(message)
    if isinstance(detail := message.get("detail"), dict) and at(detail, "alarmName"):
        return _of_alarm(_from_event_bridge(message, detail))
    text = at(message, "text")
    title = subject or text.partition("\n")[0] or at(message, "detail-type detail.Message") or "Message of a topic"
    labels = {"topic": topic} if topic else {}
    return [Signal(fingerprint=fingerprint_of(topic, title), title=title, text=text, labels=labels, raw=message)]


def _of_alarm(alarm: read.Object) -> list[Signal]:
    state = WORDS.state(at(alarm, "NewStateValue"))
    if state is None:
        return []
    found = FIELDS.signal(alarm, state)
    dimensions = {at(one, "name"): at(one, "value") for one in read.objects(alarm, "Trigger", "Dimensions")}
    name, region = at(alarm, "AlarmName"), at(alarm, "AlarmArn").split(":")[3:4]
    said = (at(alarm, "AlarmDescription"), found.text)
    console = f"https://{region[0]}.console.aws.amazon.com/cloudwatch/home?region={region[0]}" if region else ""
    own = fingerprint_of(at(alarm, "AWSAccountId"), at(alarm, "Region"), name)
    signal = replace(
        found,
        fingerprint=at(alarm, "AlarmArn") or own,
        text="\n\n".join(filter(None, said)) if state is SignalState.FIRING else found.text,
        labels={**{key: value for key, value in dimensions.items() if key and value}, **found.labels},
        url=f"{console}#alarmsV2:alarm/{quote(name, safe='')}" if console else "",
    )
    return [signal]


def _from_event_bridge(event: read.Object, detail: read.Object) -> dict[str, read.Json]:
    """“CloudWatch Alarm State Change”, as the alarm itself would have said it."""
    return {
        "AlarmName": at(detail, "alarmName"),
        "AlarmDescription": at(detail, "configuration.description"),
        "AlarmArn": at(event, "resources.0"),
        "AWSAccountId": at(event, "account"),
        "Region": at(event, "region"),
        "NewStateValue": at(detail, "state.value"),
        "NewStateReason": at(detail, "state.reason"),
        "StateChangeTime": at(detail, "state.timestamp") or at(event, "time"),
    }


plugin = CloudWatch("cloudwatch", "Amazon CloudWatch (SNS)", "monitoring", SETUP, OPTIONS)
