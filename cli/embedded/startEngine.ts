import { randomInt } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cliSentences } from "../../deployment/language.ts";
import { type CloudFlow, createCloudFlow } from "../../local/cloudflow/cloudFlow.ts";
import { lockFolder } from "../../local/cloudflow/engine/journal/lockFolder.ts";
import type { CloudContext } from "../../local/context.ts";
import { createFunctionCompute } from "../../local/fc/functionCompute.ts";
import { oneKeyRam } from "../../local/ram/oneKeyRam.ts";
import { CloudError } from "../../local/wire/cloudError.ts";
import { listen } from "../../local/wire/server.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { reasonText } from "../../shared/platform/reasons/reasonText.ts";
import { poll } from "../../shared/platform/retry.ts";
import type { Session } from "../../shared/platform/session.ts";
import { folderUnusable } from "../folderUnusable.ts";
import { localDeployment } from "../localDeployment.ts";
import { embeddedSecret } from "./embeddedSecret.ts";

/** CloudFlow and Function Compute for an account in which nothing is deployed. */
export interface EmbeddedEngine {
  /** The session with the engine's endpoints in the place of the cloud's. */
  session: Session;
  /** Of this process; else another command's engine runs, and this one only asks it. */
  isOwn: boolean;
  /**
   * Waits until no execution is on its way any more, but for those that wait for a person, and ends. They are in the
   * folder, and go on with the next engine.
   */
  close(): Promise<void>;
}

/**
 * Starts the engine: the same flows and the same built functions as a deployment has, in this process, calling the real
 * services with the session's own keys. Executions are kept in a folder of the user's for each account and region, whose
 * unfinished ones go on at once. One engine at a time works on a folder; a second command joins the first one's.
 */
export async function startEngine(caller: Session, print: (line: string) => void): Promise<EmbeddedEngine> {
  const folder = folderOf(caller);
  const accountId = caller.accountId === "" ? UNKNOWN_ACCOUNT : caller.accountId;
  const session = { ...caller, accountId };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw folderUnusable(folder, "ALBFLOW_HOME", error);
  }
  let unlock: () => Promise<void>;
  try {
    unlock = await lockFolder(folder);
  } catch (taken) {
    const other = readPorts(folder);
    if (other === undefined) throw taken;
    return { session: withPorts(session, other), isOwn: false, close: async () => undefined };
  }
  const context: CloudContext = {
    clock: systemClock,
    region: session.region,
    accountId,
    ram: oneKeyRam(accountId, session.credentials),
    random: () => randomInt(2 ** 32) / 2 ** 32,
    logCall: () => undefined,
    faultFor: () => undefined,
  };
  const { functions, flows, codeRoot } = localDeployment({ region: session.region, accountId });
  const environment: Record<string, string> = { ...ownSettings(session), ...endpointSettings(session) };
  const fc = createFunctionCompute(context, {
    // Nothing calls by itself: timers and the rest belong to deployments.
    functions: functions.map(({ triggers: _triggers, ...spec }) => spec),
    codeRoot,
    environment,
    isolation: { kind: "inProcess" },
  });
  const cloudFlow = createCloudFlow(context, {
    invokeFunction: (call) => fc.invokeFunction(call),
    callApi: async ({ product }) => {
      throw new CloudError(404, "InvalidProduct.NotFound", reasonText(reason("embedded-calls-none", { product })));
    },
    dataDir: join(folder, "cloudflow"),
  });
  const servers = [await listen(cloudFlow, { port: 0 }), await listen(fc, { port: 0 })];
  const ports: Ports = { fnf: servers[0]?.port ?? 0, fc: servers[1]?.port ?? 0 };
  Object.assign(environment, endpointSettings(withPorts(session, ports)));
  await cloudFlow.start();
  for (const flow of flows) await cloudFlow.putFlow(flow);
  writeFileSync(portsFile(folder), JSON.stringify(ports), { mode: 0o600 });
  return {
    session: withPorts(session, ports),
    isOwn: true,
    async close() {
      await untilQuiet(cloudFlow, print);
      rmSync(portsFile(folder), { force: true });
      await Promise.all(servers.map((server) => server.close()));
      await cloudFlow.close();
      await fc.close();
      await unlock();
    },
  };
}

interface Ports {
  fnf: number;
  fc: number;
}

/** Stands in names where the account's number is not known: only the engine itself reads them. */
const UNKNOWN_ACCOUNT = "0000000000000000";

/** `ALBFLOW_HOME`, or `.albflow` in the user's home: a folder for each account and region. */
function folderOf({ accountId, region, credentials }: Session): string {
  const home = process.env.ALBFLOW_HOME ?? join(homedir(), ".albflow");
  return join(home, `${accountId === "" ? credentials.accessKeyId : accountId}-${region}`);
}

function portsFile(folder: string): string {
  return join(folder, "engine.json");
}

function readPorts(folder: string): Ports | undefined {
  try {
    return JSON.parse(readFileSync(portsFile(folder), "utf8")) as Ports;
  } catch {
    return undefined;
  }
}

function withPorts(session: Session, { fnf, fc }: Ports): Session {
  const endpoints = { ...session.endpoints, fnf: `http://127.0.0.1:${fnf}`, fc: `http://127.0.0.1:${fc}` };
  return { ...session, endpoints };
}

function endpointSettings({ endpoints }: Session): Record<string, string> {
  return Object.fromEntries(
    Object.entries(endpoints).map(([product, endpoint]) => [`ALBFLOW_ENDPOINT_${product.toUpperCase()}`, endpoint]),
  );
}

/** What functions read: the user's own settings, and a secret that follows from the key when none is set. */
function ownSettings({ credentials }: Session): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith("ALBFLOW_"));
  return { ALBFLOW_SECRET: embeddedSecret(credentials), ...(Object.fromEntries(own) as Record<string, string>) };
}

async function untilQuiet(cloudFlow: CloudFlow, print: (line: string) => void): Promise<void> {
  const onTheWay = () =>
    [...cloudFlow.state.executions.values()]
      .filter(({ execution, history }) => execution.status === "Running" && !waitsForPerson(history))
      .map(({ flow, execution }) => `${execution.name} of ${flow.name}`);
  const first = onTheWay();
  if (first.length > 0) print(cliSentences("embedded-waits", { executions: first }));
  const isQuiet = (names: string[]) => names.length === 0;
  await poll(async () => onTheWay(), isQuiet, { name: "the embedded engine", firstMs: 200 });
}

function waitsForPerson(history: { type: string; step: string }[]): boolean {
  const last = history.at(-1);
  return last?.type === "TaskSubmitted" && last.step === "Approve";
}
