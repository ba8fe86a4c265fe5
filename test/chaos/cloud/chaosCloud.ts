import { localDeployment } from "../../../cli/localDeployment.ts";
import { localSession } from "../../../cli/localSession.ts";
import { exampleStage } from "../../../deployment/configuration/configurationHere.ts";
import { targetRoleOf } from "../../../deployment/roles/targetRoleOf.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { CloudFlow } from "../../../local/cloudflow/cloudFlow.ts";
import type { CloudContext } from "../../../local/context.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import { claimedKeyOf } from "../../../local/ram/signatureCheck.ts";
import { seededRandom } from "../../../local/random.ts";
import { readSeed } from "../../../local/seed/readSeed.ts";
import type { WireService } from "../../../local/wire/exchange.ts";
import { signRequest } from "../../../shared/core/signedRequest.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { secretFor } from "../../../shared/platform/secretFor.ts";
import { entitiesOf } from "../../attacks/changedIn.ts";
import { recordActions } from "../../recordedActions.ts";
import type { SeenCall } from "../calls.ts";
import { type Seen, seenByClients } from "../clients.ts";
import { type CloudState, cloudStateOf, wordsIn } from "../cloudState.ts";
import { agreementTo, flowOf, type Question, taskOf } from "../expectations.ts";
import type { Gate } from "../gate.ts";
import { carryInMemory } from "./carryInMemory.ts";
import { createEngines } from "./engines.ts";
import { createFunctionCalls } from "./functionCalls.ts";
import { createOnTheWay } from "./onTheWay.ts";
import { createPlatform, type Platform } from "./platform.ts";
import { type ServedLog, watchDataPlane } from "./servedLog.ts";
import { releaseStuckChanges } from "./stuckChanges.ts";

/** A local cloud in simulated time that serves one run after another, with every call under a test's control. */
export interface ChaosCloud {
  local: LocalCloud;
  /** Where the listeners are: at home, or in another region of another account. */
  there: Pick<LocalCloud, "alb" | "cas" | "sls" | "dataPlane">;
  /** What an input says of that; nothing at home. */
  where: { account?: string; region?: string };
  clock: SimulatedClock;
  /** The engine of now: another one after it was killed. */
  cloudFlow(): CloudFlow;
  platform: Platform;
  served: ServedLog;
  /**
   * Puts everything back to its beginning and lets the gate decide about every call from now on. Of the flows only those
   * `needed` are sure to be there, and the lock's.
   */
  begin(gate: Gate, needed: string[]): Promise<void>;
  /** Starts an execution and answers its name. */
  start(flow: string, input: object): Promise<string>;
  /** Agrees to what an execution asks. */
  agree(question: Question): Promise<void>;
  /** How long the history of every execution is. */
  eventCounts(): { execution: string; count: number }[];
  /** What clients see before anything has begun. */
  seenBefore: readonly Seen[];
  /** Executions that still run, as `flow/execution`. */
  running(): string[];
  /** All that has been written down since the beginning, but for executions: logs, log records, the log of calls. */
  written(): string;
  /** The state at its beginning, and every word in it. */
  before: CloudState;
  familiar: ReadonlySet<string>;
  /** The state of now. */
  now(): CloudState;
  close(): Promise<void>;
}

/** What a cloud is made for. */
interface ChaosCloudOptions {
  /** With a journal the engine can be killed, but everything costs more. */
  journaled?: boolean;
  /** Whether the listeners are in another region of another account, which lets albflow in. */
  isElsewhere?: boolean;
}

/** Starts one with the example seed in it. */
export async function startChaosCloud(options: ChaosCloudOptions = {}): Promise<ChaosCloud> {
  const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const isElsewhere = options.isElsewhere === true;
  const deployment = isElsewhere
    ? localDeployment(
        place,
        {},
        {
          ...exampleStage().settings,
          targets: [{ account: ELSEWHERE.account, regions: [ELSEWHERE.region] }],
        },
      )
    : localDeployment(place);
  const local = await startLocalCloud({
    ...place,
    accounts: isElsewhere ? [{ accountId: ELSEWHERE.account, rootKey: ELSEWHERE.rootKey }] : [],
    port: 0,
    clock: simulatedClock(Math.round(performance.timeOrigin)),
    randomSeed: "chaos",
    changeMs: CHANGE_MS,
    isolation: { kind: "inProcess" },
    // Functions and flows run on the test's own platform, and timers not at all.
    deployment: { ...deployment, functions: [], flows: [] },
  });
  // It shows the cloud's own time, which can be taken back, and moves the simulated one beneath.
  const clock = local.clock as SimulatedClock;
  const random = seededRandom("flows");
  const environment = deployment.environment?.(local.endpoints) ?? {};
  const platform = createPlatform(local, clock, {
    functions: deployment.functions,
    codeRoot: deployment.codeRoot,
    environment,
  });
  const foreign = isElsewhere ? local.at({ accountId: ELSEWHERE.account, region: ELSEWHERE.region }) : undefined;
  const there = foreign ?? local;
  // Before there is anything: what the example serves is the beginning of every run.
  const served = watchDataPlane(there.dataPlane, clock);
  if (foreign === undefined) await local.seedWith(EXAMPLE_SEED);
  else await seedElsewhere(local, foreign, place.accountId);
  await there.alb.settled();
  const onTheWay = createOnTheWay(() => new Set(entitiesOf(there).map(({ names: [id = ""] }) => id)));
  let gate: Gate | undefined;
  let began = 0;
  let executions = 0;

  local.faults.faultFor = ({ service, action, resource }) => {
    const arrived = onTheWay.take(service, action);
    // Keys of the other account are got over sockets, in the machine's own time: nothing goes wrong with that here.
    if (service === "ram") return undefined;
    // What comes over the wire and from no function is the test's own.
    if (gate === undefined || (arrived !== undefined && arrived.by === undefined)) return undefined;
    const { by, parameters, made } = arrived ?? {};
    const call = { service: service as SeenCall["service"], action, by: by?.task, parameters, resource, made };
    const kind = gate.pass(call);
    if (kind?.stuckMs !== undefined) clock.after(kind.stuckMs, () => releaseStuckChanges(there.alb, clock));
    if (kind?.platform === "killed") by?.kill();
    return kind?.fault;
  };
  const calls = createFunctionCalls({
    local,
    clock,
    platform,
    strike: ({ functionName, body }) =>
      gate?.pass({ service: "fc", action: "InvokeFunction", by: taskOf(functionName, body) }),
    killEngine: () => clock.hold(() => engines.kill()),
  });
  const context: CloudContext = {
    ...place,
    clock,
    ram: local.ram,
    random,
    logCall: (call) => local.calls.log(call),
    faultFor: (call) => local.faults.faultFor(call),
  };
  const engines = await createEngines(context, {
    invokeFunction: (call) => calls.invoke(call),
    products: { alb: local.alb, cas: local.cas },
    flows: deployment.flows,
    journaled: options.journaled === true,
  });
  const byKey = (name: "alb" | "cas" | "sls"): Pick<WireService, "handle"> => ({
    handle: (request) =>
      foreign?.ram.hasKey(claimedKeyOf(request) ?? "") === true
        ? foreign[name].handle(request)
        : local[name].handle(request),
  });
  const services = { alb: byKey("alb"), cas: byKey("cas"), sls: byKey("sls"), fnf: engines };
  const detach = carryInMemory(
    new Map(
      Object.entries(services).map(([name, service]) => [
        portOf(local.endpoints[name === "sls" ? "log" : (name as keyof typeof services & "alb")]),
        { clock, answer: onTheWay.answer(name, service) },
      ]),
    ),
  );
  const records = () => [...engines.current().state.executions.values()];
  const visitor = openCloudFlow(localSession(local));
  // Elsewhere home is looked at as well: nothing of it may change.
  const stateOf = (known?: ReadonlySet<string>) =>
    isElsewhere ? { ...cloudStateOf(there, known), home: cloudStateOf(local, known) } : cloudStateOf(local, known);
  const familiar = wordsIn(stateOf());
  const before = stateOf(familiar);
  const seenBefore = await seenByClients(there);
  const snapshot = local.snapshot();
  const rewind = random.snapshot();

  return {
    local,
    there,
    where: isElsewhere ? { account: ELSEWHERE.account, region: ELSEWHERE.region } : {},
    clock,
    cloudFlow: () => engines.current(),
    platform,
    served,
    async begin(next, needed) {
      gate = undefined;
      await engines.renew(
        async () => {
          recordActions(local);
          await local.reset(snapshot);
          rewind();
          platform.forget();
        },
        (flow) => flow === LOCK || needed.includes(flow),
      );
      served.begin();
      // Pauses depend on an execution's name: the same run has the same names again.
      executions = 0;
      began = clock.now();
      gate = next;
    },
    async start(flow, input) {
      executions += 1;
      const name = `chaos-${executions}`;
      const operation = flow.slice("albflow-".length);
      const key = secretFor(environment, "requests");
      await visitor.start(flow, name, signRequest(key, { operation, execution: name, input }));
      return name;
    },
    async agree(question) {
      const Output = JSON.stringify(agreementTo(question, clock.now(), environment));
      await visitor.call("ReportTaskSucceeded", { TaskToken: question.taskToken, Output });
    },
    seenBefore,
    eventCounts: () =>
      records().map(({ flow, execution, history }) => ({
        execution: `${flow.name}/${execution.name}`,
        count: history.length,
      })),
    running: () =>
      records()
        .filter(({ execution }) => execution.status === "Running")
        .map(({ flow, execution }) => `${flow.name}/${execution.name}`),
    written: () =>
      JSON.stringify([local.sls.exportState(), there.sls.exportState(), local.calls.recent({ since: began })]) +
      platform.log(),
    before,
    familiar,
    now: () => stateOf(familiar),
    async close() {
      detach();
      await engines.close();
      recordActions(local);
      await local.close();
    },
  };
}

/** What each change takes: so long that it is not over at the first read, so short that it is at the second. */
const CHANGE_MS = 200;

/** What every operation starts before its first write. */
const LOCK = flowOf("lock");
const EXAMPLE_SEED = "local/seed/example.yaml";

const ELSEWHERE = {
  account: "2222222222222222",
  region: "cn-beijing",
  rootKey: { accessKeyId: "key-2222222222222222", accessKeySecret: "secret-2222222222222222" },
};

/** Puts the example into another region of another account, which lets the deployment in as `albflow target add` has it. */
async function seedElsewhere(local: LocalCloud, there: ReturnType<LocalCloud["at"]>, homeAccountId: string) {
  const { domains: _, trails: __, backends, ...seed } = readSeed(EXAMPLE_SEED).seed;
  await there.seedWith({ ...seed, backends: backends.map(({ port: ___, ...backend }) => backend) });
  // Records are kept at home.
  local.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
  const { name, trust, policy } = targetRoleOf({ prefix: "albflow", homeAccountId, accountId: ELSEWHERE.account });
  there.ram.putRole({ name, trusts: [], policies: [policy] });
  Object.assign(there.ram.directory.roles[name] ?? {}, { trustText: JSON.stringify(trust) });
}

function portOf(endpoint: string): number {
  return Number(new URL(endpoint).port);
}
