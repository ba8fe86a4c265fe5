import { isAbsolute } from "node:path";
import type { ExecutionMode } from "../../flowlang/limits.ts";
import { uuidFrom } from "../../flowlang/random.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import { combine, type Restore } from "../snapshot.ts";
import type { WireService } from "../wire/exchange.ts";
import { checkDefinition } from "./api/checkDefinition.ts";
import { createFacade, type Readings } from "./api/facade.ts";
import { createThrottle, noThrottle } from "./api/throttle.ts";
import { type CallApi, callApiAction } from "./engine/actions/callApi.ts";
import { httpRequestAction } from "./engine/actions/httpRequest.ts";
import { type InvokeFunction, invokeFunctionAction } from "./engine/actions/invokeFunction.ts";
import { startExecutionAction } from "./engine/actions/startExecution.ts";
import { createEngine, type Engine, type EventListener } from "./engine/engine.ts";
import { serviceRate } from "./engine/entryRate.ts";
import { fileJournal } from "./engine/journal/fileJournal.ts";
import { type Journal, memoryJournal } from "./engine/journal/journal.ts";
import type { TaskAction } from "./engine/performTask.ts";
import { runSchedules } from "./engine/schedules.ts";
import type { CloudFlowState } from "./engine/state.ts";

/** CloudFlow on one machine: the API 2019-03-15 on a port, and what other services of the local cloud need of it. */
export interface CloudFlow extends WireService {
  /** Goes on with what the journal holds. Before it, nothing is answered. */
  start(): Promise<void>;
  /** Stops; what runs goes on after the next start, if there is a journal. */
  close(): Promise<void>;
  /** Creates a flow, or updates the one of that name when it differs. Rejects with `CloudError` InvalidArgument. */
  putFlow(flow: FlowToPut): Promise<void>;
  /** Calls back with the new events of every step of every execution; the returned function cancels. */
  onEvent(listener: EventListener): () => void;
  /** Stops executions and schedules for good; for the moment before a snapshot is restored. */
  abandon(): void;
  /** Remembers everything. Throws an `Error` while an execution is running, or with a `dataDir`. */
  snapshot(): Restore;
  /** Which readings of the documentation are played; from the next call on, when they are changed. */
  readings: Readings;
  /** Flows, executions and histories as they are now. To be read only. */
  state: CloudFlowState;
}

export interface FlowToPut {
  name: string;
  definition: string;
  description?: string;
  roleArn?: string;
  mode?: ExecutionMode;
  /** Its maker has read the definition: that is done again only when it is first run, which is most of a boot's time. */
  isChecked?: boolean;
}

export interface CloudFlowOptions extends Readings {
  invokeFunction: InvokeFunction;
  callApi: CallApi;
  /** Absolute path of a folder of its own for the journal. Without it everything is forgotten with the process. */
  dataDir?: string;
  /** Makes uuid(), randomInt() and task tokens: the same seed, the same history. */
  randomSeed?: string;
  /** Enforces the service's rates (cloudflow.md §8.4). Off by default. */
  throttle?: boolean;
  /** How many ended executions can still be read; 10,000 by default. */
  retain?: number;
  /** Is told the last moment that the journal knows, in ms since 1970, before executions go on from there. */
  replayed?: (at: number) => void;
}

/** Builds CloudFlow. Executions run once it is started. */
export function createCloudFlow(context: CloudContext, options: CloudFlowOptions): CloudFlow {
  const { clock } = context;
  /** CloudFlow is an API of its own flows too (cloudflow.md §7); everything else is asked of the other services. */
  const callApi: CallApi = async (call) =>
    call.product.toLowerCase() === "fnf"
      ? facade.call(context.ram.identityOfRole(call.roleArn, "fnf.aliyuncs.com"), call.action, call.parameters)
      : options.callApi(call);
  const engine: Engine = createEngine({
    clock,
    journal: journalFor(options.dataDir, clock),
    randomSeed: options.randomSeed ?? "local",
    retain: options.retain ?? 10_000,
    catchesMistakes: () => context.realities?.is("missing-path", "caught") === true,
    actionFor: actionTable(context, { ...options, callApi }, () => engine),
    ...(options.throttle === true ? { rate: serviceRate() } : {}),
    ...(options.replayed === undefined ? {} : { replayed: options.replayed }),
  });
  const schedules = runSchedules(engine, clock);
  const closing = new AbortController();
  const throttle = options.throttle === true ? createThrottle() : noThrottle;
  const { history, listOrder, tokenIn } = options;
  const readings: Readings = { history, listOrder, tokenIn };
  const facade = createFacade(context, engine, { throttle, readings }, closing.signal);
  return {
    handle: (request) => facade.handle(request),
    async start() {
      await engine.start();
      schedules.start();
    },
    async close() {
      closing.abort();
      schedules.close();
      await engine.close();
    },
    abandon() {
      schedules.close();
      engine.abandon();
    },
    snapshot: () => combine(engine.snapshot(), () => schedules.start()),
    state: engine.state,
    readings,
    onEvent: engine.onEvents,
    async putFlow({ name, definition, description = "", roleArn = "", mode = "Standard", isChecked = false }) {
      if (!isChecked) checkDefinition(name, definition, mode);
      const known = engine.state.flows.get(name);
      const flow = { at: clock.now(), name, definition, description, roleArn };
      if (known === undefined) {
        await engine.submit({ kind: "createFlow", ...flow, mode, id: uuidFrom(context.random) });
      } else if (known.definition !== definition || known.description !== description || known.roleArn !== roleArn) {
        await engine.submit({ kind: "updateFlow", ...flow });
      }
    },
  };
}

/** Which action does the work of a Task: the three of their own, and any other API. */
function actionTable(context: CloudContext, options: CloudFlowOptions, engine: () => Engine) {
  const { ram, region, accountId } = context;
  const special: Record<string, TaskAction> = {
    "FC:InvokeFunction": invokeFunctionAction(options.invokeFunction),
    "HTTP:Request": httpRequestAction,
    "FNF:StartExecution": (call) =>
      startExecutionAction(engine(), (roleArn, flowName) => {
        const identity = ram.identityOfRole(roleArn, "fnf.aliyuncs.com");
        ram.authorise(identity, "fnf:StartExecution", `acs:fnf:${region}:${accountId}:flow/${flowName}`);
        return identity;
      })(call),
  };
  const openApi = callApiAction(options.callApi, context.realities);
  return (action: string): TaskAction => special[action] ?? openApi;
}

function journalFor(dataDir: string | undefined, clock: Clock): Journal {
  if (dataDir === undefined) return memoryJournal;
  if (!isAbsolute(dataDir)) throw new TypeError(`dataDir ${dataDir} is not an absolute path.`);
  return fileJournal(dataDir, clock);
}
