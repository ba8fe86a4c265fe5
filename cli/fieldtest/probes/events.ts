import { lastDeliveries } from "../../../shared/features/remediation/channels.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../../../shared/platform/clients/logs.ts";
import { type Field, waited } from "../field.ts";
import { type OwnResources, ownName } from "../own.ts";
import { changed } from "../ownAlb.ts";
import { makeFunction, REPORTED } from "../ownFunctions.ts";
import { LOGSTORE } from "../ownLogs.ts";
import { makeRole } from "../ownRole.ts";
import { type Probes, taken, unprobed } from "../probe.ts";
import { listAt, textAt } from "../signedCall.ts";

/** How what others do is noticed: by EventBridge, by a trail, by alarms. */
export const events: Pick<Probes, "event-by-eventbridge" | "trail-into-logstore" | "alarm-body"> = {
  "event-by-eventbridge": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const driven = await makeReceiver(own, "driven", "event-driven");
      const streamed = await makeReceiver(own, "streamed", "event-streaming").catch(() => undefined);
      // A trigger takes some seconds to be known everywhere.
      await field.pause(field.pauseMs * 10);
      await renameListener(own);
      const late = unprobed("gap-nothing-delivered");
      const received = await eventually(field, () => receivedBy(own, driven));
      if (received === undefined) {
        return {
          "event-by-eventbridge/source": late,
          "event-by-eventbridge/shape": late,
          "event-by-eventbridge/invocation": late,
        };
      }
      // What was accepted in the background is a task by the time that it runs; what is waited for never is one.
      const path = `/functions/${driven}/async-tasks`;
      const { body } = taken(await field.rest({ product: "fc", method: "GET", path, query: { limit: "10" } }));
      const isTask = listAt(body, "tasks").length > 0;
      const other = streamed === undefined ? undefined : await eventually(field, () => receivedBy(own, streamed));
      return {
        "event-by-eventbridge/source": received.type,
        "event-by-eventbridge/shape":
          other === undefined ? unprobed("gap-nothing-delivered") : other.isArray ? "an array" : "one object",
        "event-by-eventbridge/invocation": isTask ? "true means asynchronous" : "true means synchronous",
      };
    },
  },
  "trail-into-logstore": {
    needs: "write",
    async ask(own) {
      const { field } = own;
      const { project } = await own.logs();
      const { region, accountId } = field.session;
      const account = accountId || textAt((await field.call("sts", "GetCallerIdentity")).body, "AccountId");
      const Name = ownName(field, "log");
      const logstore = `actiontrail_${Name}`;
      const place = { ProjectName: project, LogstoreName: logstore };
      const client = openLogs(field.session);
      await client.call("CreateLogStore", place);
      await client.call("CreateIndex", place);
      const SlsProjectArn = `acs:log:${region}:${account}:project/${project}`;
      const trail = { Name, SlsProjectArn, EventRW: "Write", TrailRegion: region };
      const made = await field.call("actiontrail", "CreateTrail", trail);
      if (/Permission|Forbidden|Denied|Activ|Quota|Max|Limit|Exceed|Invalid.*Role/i.test(made.code)) taken(made);
      if (made.code !== "") return { "trail-into-logstore": "refused" };
      try {
        taken(await field.call("actiontrail", "StartLogging", { Name }));
        const from = field.now() - 1_000;
        await renameListener(own);
        const found = await eventually(field, async () => {
          const range = { from, to: field.now() + 2_000, query: "*", offset: 0 };
          if ((await client.read(project, logstore, range)).length > 0) return "taken";
          const { body } = await field.rest({ product: "log", method: "GET", path: "/logstores", project });
          const names = Reflect.get(body, "logstores");
          const others = (Array.isArray(names) ? names : []).filter((one) => String(one).startsWith("actiontrail_"));
          return others.some((one) => one !== logstore) ? "delivered elsewhere" : undefined;
        });
        return { "trail-into-logstore": found ?? unprobed("gap-nothing-delivered") };
      } finally {
        await field.uninterrupted().call("actiontrail", "DeleteTrail", { Name });
      }
    },
  },
  "alarm-body": {
    needs: "read",
    // An alarm needs contacts of the account's: one that is there calls the deployed remediate, which keeps what it did not understand.
    async ask({ field }) {
      const query = { limit: "100" };
      const { body } = taken(await field.rest({ product: "fc", method: "GET", path: "/functions", query }));
      const remediate = listAt(body, "functions").find((one) => textAt(one, "functionName").endsWith("-remediate"));
      if (remediate === undefined) return { "alarm-body": unprobed("gap-no-remediate") };
      const setting = (name: string) => textAt(remediate, `environmentVariables.${name}`);
      const to = field.now();
      // The clock of whoever wrote the letter may be ahead of this one.
      const range = { from: to - WEEK_MS, to: to + 60_000, query: "albflow_dead_letter", offset: 0 };
      const letters = await openLogs(field.session).read(
        setting("ALBFLOW_LOG_PROJECT"),
        setting("ALBFLOW_LOGSTORE"),
        range,
      );
      if (letters.some((letter) => isOfAlarm(Reflect.get(letter, "payload"))))
        return { "alarm-body": "not understood" };
      const { alarm } = await lastDeliveries(openCloudFlow(field.session), setting("ALBFLOW_PREFIX"), to);
      if (alarm !== null) return { "alarm-body": "understood" };
      return { "alarm-body": unprobed("gap-no-alarm") };
    },
  },
};

const WEEK_MS = 7 * 86_400_000;

/** Whether what nobody understood speaks of an alarm, whatever its members are called. */
function isOfAlarm(payload: unknown): boolean {
  return /"\w*(?:alert|alarm|metric)\w*"\s*:/i.test(String(payload));
}

/** Makes a function that is told what happens to its listener, by a trigger of its own; gives its name. */
async function makeReceiver(own: OwnResources, name: string, mode: string): Promise<string> {
  const { field } = own;
  const { project } = await own.logs();
  const { http: LISTENER } = await own.alb();
  const role = await makeRole(field, name, [{ Action: "log:PostLogStoreLogs", Resource: "*" }]);
  const settings = { role, logConfig: { project, logstore: LOGSTORE }, environmentVariables: { LISTENER } };
  const functionName = await makeFunction(field, name, 10, settings);
  const path = `/functions/${functionName}`;
  const tasks = {
    product: "fc",
    method: "PUT",
    path: `${path}/async-invoke-config`,
    body: { asyncTask: true },
  } as const;
  taken(await field.rest(tasks));
  const triggerConfig = JSON.stringify({
    triggerEnable: true,
    asyncInvocationType: true,
    eventRuleFilterPattern: JSON.stringify({ source: [{ prefix: "acs.alb" }, { prefix: "acs.actiontrail" }] }),
    eventSourceConfig: { eventSourceType: "Default" },
    eventSinkConfig: { deliveryOption: { mode, eventSchema: "CloudEvents" } },
  });
  const body = { triggerName: "events", triggerType: "eventbridge", qualifier: "LATEST", triggerConfig };
  taken(await field.rest({ product: "fc", method: "POST", path: `${path}/triggers`, body }));
  return functionName;
}

/** What a function of `makeReceiver` has written of an event about its listener. */
async function receivedBy(own: OwnResources, functionName: string) {
  const { project } = await own.logs();
  const range = { from: own.field.now() - 600_000, to: own.field.now() + 2_000, query: functionName };
  for (let offset = 0; ; offset += 100) {
    const records = await openLogs(own.field.session).read(project, LOGSTORE, { ...range, offset });
    for (const record of records) {
      const message = String(Reflect.get(record, "message"));
      if (Reflect.get(record, "functionName") !== functionName || !message.includes(REPORTED)) continue;
      const row: unknown = JSON.parse(message.slice(message.indexOf(REPORTED) + REPORTED.length));
      return { type: textAt(row, "type"), isArray: textAt(row, "isArray") === "true" };
    }
    if (records.length < 100) return undefined;
  }
}

async function renameListener(own: OwnResources): Promise<void> {
  const { http: ListenerId } = await own.alb();
  await changed(own.field, "UpdateListenerAttribute", { ListenerId, ListenerName: ownName(own.field, "told") });
}

/** Looks until there is something to see, or it takes too long. What runs in a local cloud's background takes real time. */
async function eventually<Seen>(field: Field, look: () => Promise<Seen | undefined>): Promise<Seen | undefined> {
  if (field.isLocal) await field.pause(2_000);
  const looks = field.isLocal ? 600 : Math.ceil(field.timeoutMs / 5_000);
  for (let attempt = 1; attempt <= looks; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await field.pause(field.isLocal ? field.pauseMs : 5_000);
    if (field.isLocal) await waited(20, field.signal);
  }
  return undefined;
}
