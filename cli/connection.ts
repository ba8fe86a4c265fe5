import { CONFIGURATION_FILE } from "../deployment/configuration/configurationFile.ts";
import { contextHere } from "../deployment/configuration/contextHere.ts";
import { cliSentences } from "../deployment/language.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { endpointsFrom, type Session } from "../shared/platform/session.ts";
import { type Context, contextFrom, DEFAULT_REGION } from "./context.ts";
import type { EmbeddedEngine } from "./embedded/startEngine.ts";
import { keysOnPort } from "./local/keysOnPort.ts";
import { type HomeView, isForMachines, type OutputOptions } from "./output.ts";

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
  /** Where a command looks and writes, as its answers for programs say it. */
  home: HomeView;
  /** The engine of this process, or of another command that runs. */
  engine?: EmbeddedEngine;
}

/** Connects, works, and ends an engine that was started for it. */
export async function withConnection<Result>(
  options: ConnectionOptions & OutputOptions,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const session = await sessionFor(options);
  const home = { account: session.accountId === "" ? null : session.accountId, region: session.region };
  // Whoever reads sees where a command goes; programs find it in what they are given, and nothing is mixed into that.
  if (!isForMachines(options)) console.error(placeLine(session, options));
  if (options.embedded !== true) return work({ session, home });
  const { startEngine } = await import("./embedded/startEngine.ts");
  const engine = await startEngine(session, (line) => (isForMachines(options) ? undefined : console.error(line)));
  try {
    return await work({ session: engine.session, home, engine });
  } finally {
    await engine.close();
  }
}

/** Which account and region a command talks to: `Account 1234567890123456, region cn-hangzhou, --local.` */
export function placeLine(
  { accountId, region }: Pick<Session, "accountId" | "region">,
  options: ConnectionOptions,
): string {
  const { region: _, ...others } = options;
  const ways = flagsOf(others).trim();
  return cliSentences("command-place", {
    account: accountId === "" ? null : accountId,
    region,
    ways: ways === "" ? [] : [ways],
  });
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
async function sessionFor(options: ConnectionOptions): Promise<Session> {
  if (options.local === true) return sessionOfLocalCloud(options);
  const { session, context } = await contextOf(options);
  // Where functions and flows have other names, every command means those; the engine of this process has its own.
  const isOfFile = context.prefix.from === CONFIGURATION_FILE && !("stage" in options);
  if (options.embedded !== true && isOfFile) process.env.ALBFLOW_PREFIX = context.prefix.value;
  return session;
}

/** Where a command goes that talks to no local cloud, and what has said so. */
export async function contextOf({
  region,
  profile,
}: ConnectionOptions): Promise<{ session: Session; context: Context }> {
  // Only here: the vendor's libraries take longer to load than most commands take to answer.
  const { findCredentials } = await import("../shared/platform/clients/credentials.ts");
  const [found, file] = await Promise.all([findCredentials(profile), contextHere(process.env)]);
  const { credentials } = found;
  const endpoints = endpointsFrom(process.env);
  const context = contextFrom({
    options: region === undefined ? {} : { region },
    environment: process.env,
    file,
    regionOfProfile: found.region,
    accountOfKeys: await askedAccount(credentials, endpoints),
  });
  const accountId = context.account?.value ?? "";
  return { session: { region: context.region.value, accountId, credentials, endpoints }, context };
}

/** Whoever calls another cloud than the public one asks that one or nobody whose keys these are. */
async function askedAccount(
  credentials: Session["credentials"],
  endpoints: Session["endpoints"],
): Promise<string | undefined> {
  const isPublic = Object.keys(endpoints).length === 0 && process.env.ALBFLOW_ENDPOINT_RAM === undefined;
  const own = endpoints.sts ?? process.env.ALBFLOW_ENDPOINT_RAM;
  if (!isPublic && own === undefined) return undefined;
  const { accountOfKeys } = await import("./accountOfKeys.ts");
  return accountOfKeys(credentials, own);
}

/** A local cloud on its port. Throws InvalidInput for what is no port, and for another region than its own. */
export function sessionOfLocalCloud({ port = "7700", region }: ConnectionOptions): Session {
  const first = Number(port);
  if (region !== undefined && region !== DEFAULT_REGION)
    throw new AlbflowError("InvalidInput", reason("local-cloud-elsewhere", { region: DEFAULT_REGION, asked: region }));
  if (Number.isInteger(first) && first > 0 && first < 65_530) return localSessionOn(first);
  throw new AlbflowError("InvalidInput", reason("option-port-invalid", { value: String(port) }));
}

function localSessionOn(first: number): Session {
  const at = (offset: number) => `http://127.0.0.1:${first + offset}`;
  return {
    region: DEFAULT_REGION,
    accountId: "1234567890123456",
    credentials: keysOnPort(first),
    endpoints: { alb: at(1), cas: at(2), fnf: at(3), fc: at(4), cms: at(1), log: `http://sls.localhost:${first + 5}` },
  };
}
