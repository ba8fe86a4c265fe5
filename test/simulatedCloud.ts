import { buildWorld, type DemoWorld } from "../cli/demo/world.ts";
import { localDeployment } from "../cli/localDeployment.ts";
import { localSession } from "../cli/localSession.ts";
import type { RenewalReport } from "../functions/renewCertificates.ts";
import { type LocalCloud, startLocalCloud } from "../local/localCloud.ts";
import { openCloudFlow } from "../shared/clients/cloudFlow.ts";
import { type SimulatedClock, simulatedClock } from "../shared/clock.ts";
import { type Outcome, outcomeOf } from "../shared/executions.ts";

/** A local cloud in simulated time with the demo's listener in it: minutes pass in milliseconds. */
export interface SimulatedCloud extends LocalCloud {
  clock: SimulatedClock;
  world: DemoWorld;
  /** Calls `renewCertificates` as its timer does. */
  renew(): Promise<RenewalReport>;
  /** Starts an operation's flow and lets time pass until it has ended. */
  run(operation: string, input: object, execution?: string): Promise<Outcome>;
  /** Lets time pass until an execution has ended. */
  finish(operation: string, execution: string): Promise<Outcome>;
  /** Ids of all certificates on the listener, the default first. */
  bound(): Promise<string[]>;
}

/** Starts it. Changes of the listener take `changeMs`, 1 s by default. Close it when done. */
export async function startSimulatedCloud(
  options: { changeMs?: number; withSuccessor?: boolean } = {},
): Promise<SimulatedCloud> {
  const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const clock = simulatedClock(performance.timeOrigin);
  const cloud = await startLocalCloud({
    ...place,
    port: 0,
    clock,
    changeMs: options.changeMs ?? 1_000,
    isolation: { kind: "inProcess" },
    deployment: localDeployment(place),
  });
  const world = await buildWorld(cloud, options);
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  const root = { accountId: place.accountId, accessKeyId: "local" };
  const cloudFlow = openCloudFlow(localSession(cloud));

  const simulated: SimulatedCloud = {
    ...cloud,
    clock,
    world,
    async renew() {
      const event = { triggerTime: new Date(clock.now()).toISOString(), triggerName: "timer", payload: "" };
      let answer: Awaited<ReturnType<typeof cloud.fc.invoke>> | undefined;
      const invoked = cloud.fc
        .invoke({ functionName: "albflow-renewCertificates", body: JSON.stringify(event), identity: root })
        .then((given) => {
          answer = given;
        });
      while (answer === undefined) await clock.advanceUntil(() => answer !== undefined, 1_000);
      await invoked;
      return JSON.parse(answer.body.toString("utf8"));
    },
    async run(operation, input, execution = `test-${operation}`) {
      await cloudFlow.start(`albflow-${operation}`, execution, input);
      return simulated.finish(operation, execution);
    },
    async finish(operation, execution) {
      const flow = `albflow-${operation}`;
      const record = cloud.cloudFlow.state.flows.get(flow)?.executions.get(execution);
      if (record === undefined) throw new Error(`There is no execution ${execution} of ${flow}.`);
      const ended = () => record.execution.status !== "Running";
      if (!(await clock.advanceUntil(ended, 3 * 3_600_000))) {
        throw new Error(`${execution} has not ended within three simulated hours.`);
      }
      const { Status } = await cloudFlow.describe(flow, execution);
      return outcomeOf(await cloudFlow.history(flow, execution), Status);
    },
    async bound() {
      const { Certificates } = (await cloud.alb.call(root, "ListListenerCertificates", {
        ListenerId: world.listenerId,
      })) as { Certificates: { CertificateId: string; IsDefault: boolean }[] };
      return [...Certificates]
        .sort((one, other) => Number(other.IsDefault) - Number(one.IsDefault))
        .map(({ CertificateId }) => CertificateId);
    },
  };
  return simulated;
}
