import { readAccessLog } from "../../../shared/features/remediation/events/readAccessLog.ts";
import { openLogs } from "../../../shared/platform/clients/logs.ts";
import type { Field } from "../field.ts";
import type { OwnResources } from "../own.ts";
import { changed, PORTS } from "../ownAlb.ts";
import { LOGSTORE } from "../ownLogs.ts";
import { type Probes, said, unprobed } from "../probe.ts";
import { exchanged, listAt, textAt } from "../signedCall.ts";

/** What the access log holds, and what is traced. */
export const logs: Pick<
  Probes,
  "access-log-record" | "tracing-sample-unit" | "system-policies" | "log-off-while-tracing"
> = {
  "access-log-record": {
    needs: "write",
    async ask(own) {
      // Of a traced request a record has all of its fields.
      const { project } = await traced(own, 10_000);
      const since = own.field.now();
      await request(own, "/one");
      const [record] = await recordsSince(own.field, project, since, "/one", 1);
      if (record === undefined) return { "access-log-record": unprobed("gap-no-record") };
      try {
        readAccessLog(record);
        return { "access-log-record": "understood" };
      } catch {
        return { "access-log-record": "not understood" };
      }
    },
  },
  "tracing-sample-unit": {
    needs: "write",
    async ask(own) {
      const { project } = await traced(own, 500);
      const since = own.field.now();
      // No path of an earlier run's, whose records may still come.
      const path = `/sampled-${since}`;
      for (let sent = 0; sent < 200; sent += 1) await request(own, path);
      const records = await recordsSince(own.field, project, since, path, 200);
      const sampled = records.filter(isTraced).length;
      if (records.length < 190) return { "tracing-sample-unit": unprobed("gap-no-record") };
      // 5 % of 200, or half of them, or all.
      if (sampled < 40) return { "tracing-sample-unit": "in 1/10000" };
      return { "tracing-sample-unit": sampled < 160 ? "in 1/1000" : "in percent" };
    },
  },
  "system-policies": {
    needs: "read",
    async ask(own) {
      const { body } = await own.field.call("alb", "ListSystemSecurityPolicies");
      const policy = listAt(body, "SecurityPolicies").find(
        (one) => textAt(one, "SecurityPolicyId") === "tls_cipher_policy_1_0_to_1_3",
      );
      const suites = policy === undefined ? "missing" : `${listAt(policy, "Ciphers").length} suites`;
      return { "system-policies/1_0_to_1_3": suites, "system-policies/trace-headers": await traceHeaders(own) };
    },
  },
  "log-off-while-tracing": {
    needs: "write",
    async ask(own) {
      const { loadBalancerId } = await traced(own, 500);
      const parameters = { LoadBalancerId: loadBalancerId, DryRun: true };
      const answer = await own.field.call("alb", "DisableLoadBalancerAccessLog", parameters);
      return { "log-off-while-tracing": said(answer) === "taken" ? "taken" : "refused" };
    },
  },
};

/** Whether a trace that the client has begun is the one that the access log tells of. */
async function traceHeaders(own: OwnResources) {
  if (!own.field.mayWrite) return unprobed("gap-needs-write");
  const { project } = await traced(own, 10_000);
  const since = own.field.now();
  const trace = "463ac35c9f6413ad48485a3953bb6124";
  await request(own, "/traced", { "x-b3-traceid": trace, "x-b3-spanid": "a2fb4a1d1a96d312", "x-b3-sampled": "1" });
  const records = await recordsSince(own.field, project, since, "/traced", 1);
  const record = records.find(isTraced);
  if (record === undefined) return unprobed("gap-no-record");
  return Object.values(record).includes(trace) ? "x-b3 is continued" : "x-b3 is not continued";
}

/** Switches tracing on, at this sample. */
async function traced(own: OwnResources, sample: number) {
  const { project } = await own.logs();
  const { http: ListenerId, loadBalancerId } = await own.alb();
  await changed(own.field, "UpdateListenerLogConfig", {
    ListenerId,
    "AccessLogTracingConfig.TracingEnabled": true,
    "AccessLogTracingConfig.TracingType": "Zipkin",
    "AccessLogTracingConfig.TracingSample": sample,
  });
  await own.field.pause();
  return { project, loadBalancerId };
}

async function request(own: OwnResources, path: string, headers: Record<string, string> = {}) {
  const { host } = await own.alb();
  const { signal } = own.field;
  await exchanged(`http://${host}:${PORTS.http}${path}`, { method: "GET", headers, text: "", signal });
}

/** The records of requests for a path since a moment, once there are so many, or it takes too long. */
async function recordsSince(field: Field, project: string, since: number, path: string, wanted: number) {
  const client = openLogs(field.session);
  for (let waited = 0; ; waited += field.pauseMs * 5) {
    const range = { from: since - 1_000, to: field.now() + 2_000, query: "*" };
    const records: Record<string, string>[] = [];
    for (let offset = 0; offset < 1_000; offset += 100) {
      const page = await client.read(project, LOGSTORE, { ...range, offset });
      records.push(...(page as unknown as Record<string, string>[]));
      if (page.length < 100) break;
    }
    const about = records.filter(({ request_uri }) => request_uri === path);
    if (about.length >= wanted || waited > field.timeoutMs) return about;
    await field.pause(field.pauseMs * 5);
  }
}

/** A record that says that it belongs to a trace (real-cloud.md CR12). */
function isTraced({ slb_xtrace = "-" }: Record<string, string>): boolean {
  return slb_xtrace !== "-";
}
