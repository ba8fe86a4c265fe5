import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { endpointsFrom, type Session } from "../shared/platform/session.ts";
import type { EmbeddedEngine } from "./embedded/startEngine.ts";
import { keysOnPort } from "./local/keysOnPort.ts";

/** Which cloud a command talks to. */
export interface ConnectionOptions {
  /** A local cloud. */
  local?: boolean;
  /** Flows and functions run in this process, against the services of an account in which nothing is deployed. */
  embedded?: boolean;
  /** First port of the local cloud; 7700. */
  port?: string;
  region?: string;
  /** A profile of `~/.aliyun/config.json`. */
  profile?: string;
}

/** What a command works with. The same clients reach the deployed system, a local cloud and an embedded engine. */
export interface Connection {
  session: Session;
  /** The engine of this process, or of another command that runs. */
  engine?: EmbeddedEngine;
}

/** Connects, works, and ends an engine that was started for it. */
export async function withConnection<Result>(
  options: ConnectionOptions,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const session = await sessionFor(options);
  // Whoever sits at a terminal sees where a command goes; for programs nothing is mixed into what they read.
  if (process.stderr.isTTY) console.error(placeLine(session, options));
  if (options.embedded !== true) return work({ session });
  const { startEngine } = await import("./embedded/startEngine.ts");
  const engine = await startEngine(session, (line) => console.error(line));
  try {
    return await work({ session: engine.session, engine });
  } finally {
    await engine.close();
  }
}

/** Which account and region a command talks to: `account 1234567890123456, region cn-hangzhou, local, port 7700`. */
export function placeLine(
  { accountId, region }: Pick<Session, "accountId" | "region">,
  options: ConnectionOptions,
): string {
  const { local, embedded, port = "7700", profile } = options;
  const where = [
    `account ${accountId === "" ? "of these credentials" : accountId}`,
    `region ${region}`,
    ...(local === true ? [`local, port ${port}`] : []),
    ...(embedded === true ? ["embedded"] : []),
    ...(profile === undefined ? [] : [`profile ${profile}`]),
  ];
  return where.join(", ");
}

/** The options that lead another command to the same place, each after a space. */
export function flagsOf({ local, embedded, port, region, profile }: ConnectionOptions): string {
  const flags = [
    ...(local === true ? ["--local"] : []),
    ...(embedded === true ? ["--embedded"] : []),
    ...(local === true && port !== undefined && port !== "7700" ? [`--port ${port}`] : []),
    ...(region === undefined ? [] : [`--region ${region}`]),
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
  ];
  return flags.map((flag) => ` ${flag}`).join("");
}

/** The session of a command: the local cloud's account, or the credentials that the Aliyun CLI and SDKs use. */
async function sessionFor({ local, port = "7700", region, profile }: ConnectionOptions): Promise<Session> {
  const wanted = region ?? process.env.ALIBABA_CLOUD_REGION_ID;
  if (local === true) {
    const first = Number(port);
    if (Number.isInteger(first) && first > 0 && first < 65_530) return localSessionOn(first, wanted ?? DEFAULT_REGION);
    throw new AlbflowError("InvalidInput", reason("option-port-invalid", { value: String(port) }));
  }
  // Only here: the vendor's libraries take longer to load than most commands take to answer.
  const { findCredentials } = await import("../shared/platform/clients/credentials.ts");
  const found = await findCredentials(profile);
  return {
    region: wanted ?? found.region ?? DEFAULT_REGION,
    accountId: process.env.ALIBABA_CLOUD_ACCOUNT_ID ?? "",
    credentials: found.credentials,
    endpoints: endpointsFrom(process.env),
  };
}

const DEFAULT_REGION = "cn-hangzhou";

function localSessionOn(first: number, region: string): Session {
  const at = (offset: number) => `http://127.0.0.1:${first + offset}`;
  return {
    region,
    accountId: "1234567890123456",
    credentials: keysOnPort(first),
    endpoints: { alb: at(1), cas: at(2), fnf: at(3), fc: at(4), log: `http://sls.localhost:${first + 5}` },
  };
}
