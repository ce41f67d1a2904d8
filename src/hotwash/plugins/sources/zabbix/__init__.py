"""Zabbix, by a media type of kind webhook: https://www.zabbix.com/documentation/current/en/manual/config/notifications/media/webhook"""

from dataclasses import replace

from hotwash.ports import payload as read
from hotwash.ports.sources import Signal, fingerprint_of
from hotwash.ports.webhooks import Fields, Webhook, Words, at

SETUP = """\
1. In Zabbix open **Alerts → Media types → Create media type**, type **Webhook**, name *Hotwash*.
2. Replace the parameters by these (name: value):

   ```text
   address: {address}
   event_id: {EVENT.ID}
   value: {EVENT.VALUE}
   update: {EVENT.UPDATE.STATUS}
   name: {EVENT.NAME}
   severity: {EVENT.SEVERITY}
   host: {HOST.NAME}
   host_group: {TRIGGER.HOSTGROUP.NAME}
   operational_data: {EVENT.OPDATA}
   description: {TRIGGER.DESCRIPTION}
   tags: {EVENT.TAGSJSON}
   date: {EVENT.DATE}
   time: {EVENT.TIME}
   recovery_date: {EVENT.RECOVERY.DATE}
   recovery_time: {EVENT.RECOVERY.TIME}
   trigger_id: {TRIGGER.ID}
   zabbix: {$ZABBIX.URL}
   ```

3. Paste this as **Script**. The times are the server's own, so the script says them with their zone:

   ```js
   var p = JSON.parse(value);
   function when(date, time) {
     var d = /^(\\d+)\\.(\\d+)\\.(\\d+)$/.exec(date), t = /^(\\d+):(\\d+):(\\d+)$/.exec(time);
     return d && t ? new Date(+d[1], d[2] - 1, +d[3], +t[1], +t[2], +t[3]).toISOString() : "";
   }
   var body = {
     event_id: p.event_id, status: p.value === "0" ? "RESOLVED" : "PROBLEM", update: p.update,
     name: p.name, severity: p.severity, host: p.host, host_group: p.host_group,
     operational_data: p.operational_data, description: p.description, trigger_id: p.trigger_id,
     starts_at: when(p.date, p.time), ends_at: when(p.recovery_date, p.recovery_time), tags: {}
   };
   try {
     JSON.parse(p.tags).forEach(function (tag) { body.tags[tag.tag] = tag.value; });
   } catch (error) { body.tags = {}; }
   if (p.zabbix.indexOf("http") === 0) {
     body.link = p.zabbix + "/tr_events.php?triggerid=" + p.trigger_id + "&eventid=" + p.event_id;
   }
   var request = new HttpRequest();
   request.addHeader("Content-Type: application/json");
   var answer = request.post(p.address, JSON.stringify(body));
   if (request.getStatus() !== 202) { throw "Hotwash answered " + request.getStatus() + ": " + answer; }
   return "OK";
   ```

4. Give the media type to a user, and make an action under **Alerts → Actions → Trigger actions** with operations
   *and recovery operations* that send to that user.
"""

FIELDS = Fields(
    fingerprint="event_id eventid",
    title="name trigger",
    text="description operational_data item",
    severity="severity",
    state="status",
    starts_at="starts_at",
    ends_at="ends_at",
    url="link",
    labels={
        "host": "host hostname",
        "host_group": "host_group",
        "trigger": "trigger_id",
        "item": "item",
        "operational_data": "operational_data",
    },
    spread="tags",
)


class Zabbix(Webhook):
    def signal(self, item: read.Object) -> Signal | None:
        """Without an event's number (another script) the problem is told by its host and its name."""
        found = super().signal(item)
        if found is None or at(item, FIELDS.fingerprint):
            return found
        return replace(found, fingerprint=fingerprint_of(found.labels.get("host", ""), found.title))


plugin = Zabbix(
    "zabbix",
    "Zabbix",
    "monitoring",
    SETUP,
    fields=FIELDS,
    words=Words(over=frozenset({"resolved", "ok", "0"})),
    needs=("name", "trigger"),
    hint="Paste the script of this page in the media type.",
)
