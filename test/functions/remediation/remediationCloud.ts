import type { Snapshot } from "../../../local/cloud.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";

/** The account itself: somebody else than albflow. */
export const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };
/** The listener that the declared rules protect. */
export const SHOP = "lsn-demo4u54y73wq7b";
/** Where the deployment is told of ActionTrail, and of access logs. */
export const TRAIL = { project: "albflow-reports", logstore: "actiontrail_albflow" };
export const ACCESS_LOG = { project: "albflow-traces", logstore: "alb_traced" };
export const MINUTE = 60_000;

/** A simulated cloud in which remediation is at work. */
export interface RemediationCloud extends SimulatedCloud {
  /** Everything, trails included, as it was at first. */
  again(): Promise<void>;
  executionsOf(flow: string): { name: string; status: string; input: unknown }[];
  /** Names without their digests, and how they have ended. */
  remedies(): string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  listener(id: string): Promise<any>;
  /** What is kept under a topic of the deployment's logstore. */
  kept(topic: string): Record<string, string>[];
  /** Calls remediate as whoever hands it an event, and waits for its answer. */
  hear(event: unknown): Promise<Answered>;
}

interface Answered {
  body: Record<string, unknown>;
  /** Whether the function has thrown. */
  failed: boolean;
}

export async function startRemediationCloud(environment: Record<string, string> = {}): Promise<RemediationCloud> {
  const cloud = await startSimulatedCloud({
    environment: { ALBFLOW_REMEDIATION: "on", ...environment },
    // As long as on the real thing: events come while changes are still being made (alb.md U17).
    changeMs: 3_000,
    // Nothing is renewed while a test looks.
    withSuccessor: false,
  });
  await cloud.seedWith({ trails: [TRAIL] });
  const beginning: Snapshot = cloud.snapshot();
  const executionsOf = (flow: string) =>
    [...(cloud.cloudFlow.state.flows.get(`albflow-${flow}`)?.executions.values() ?? [])].map(
      ({ execution }) => execution,
    );
  return {
    ...cloud,
    again: () => cloud.reset(beginning),
    executionsOf,
    remedies: () =>
      executionsOf("remediate").map(({ name, status }) => `${name.replace(/-[0-9a-f]{24}$/, "")} ${status}`),
    listener: (ListenerId) => cloud.alb.call(ROOT, "GetListenerAttribute", { ListenerId }),
    kept(topic) {
      const { projects } = cloud.sls.exportState() as { projects: KeptProject[] };
      const store = projects
        .find(({ name }) => name === "albflow-reports")
        ?.logstores.find(({ name }) => name === "albflow");
      const groups = store?.shards.flatMap((shard) => shard.groups) ?? [];
      return groups
        .filter((group) => group.topic === topic)
        .flatMap(({ logs }) => logs.map(({ contents }) => Object.fromEntries(contents)));
    },
    async hear(event) {
      let answer: Awaited<ReturnType<typeof cloud.fc.invoke>> | undefined;
      const body = typeof event === "string" ? event : JSON.stringify(event);
      const invoked = cloud.fc.invoke({ functionName: "albflow-remediate", body, identity: ROOT }).then((given) => {
        answer = given;
      });
      while (answer === undefined) await cloud.clock.advanceUntil(() => answer !== undefined, 2_000);
      await invoked;
      const failed = answer.headers["x-fc-error-type"] !== undefined;
      return { body: JSON.parse(answer.body.toString("utf8")), failed };
    },
  };
}

interface KeptProject {
  name: string;
  logstores: {
    name: string;
    shards: { groups: { topic: string; logs: { contents: [string, string][] }[] }[] }[];
  }[];
}
