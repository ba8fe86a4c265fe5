import { withFix } from "../../deployment/bootstrap/fixOf.ts";
import { exampleStage, stageHere } from "../../deployment/configuration/configurationHere.ts";
import type { Settings } from "../../deployment/configuration/schema.ts";
import { cliMessages } from "../../deployment/language.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { flowNameOf } from "../../shared/core/flowDefinition.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { AlbflowError, reasonOf } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";
import { complain } from "../complaint.ts";
import { type ConnectionOptions, flagsOf } from "../connection.ts";
import { accountFor } from "../deploy/accountFor.ts";
import { confirmed } from "../deploy/confirmed.ts";
import { type Field, makeField } from "../fieldtest/field.ts";
import { findNetwork } from "../fieldtest/findNetwork.ts";
import { LOCAL_NETWORK } from "../fieldtest/localField.ts";
import { type Removal, removeOwn } from "../fieldtest/removeOwn.ts";
import { interruption } from "../interruption.ts";
import { localDeployment } from "../localDeployment.ts";
import { localSession } from "../localSession.ts";
import { rotateOwn } from "./rotateOwn.ts";

export interface TryoutOptions extends ConnectionOptions {
  yes?: boolean;
  vpc?: string;
  zone?: string[];
  clean?: boolean;
  stage?: string;
  file?: string;
  json?: boolean;
}

/** What is tried, and where. */
interface Tried {
  session: Session;
  settings: Settings;
  /** Where people see pages; undefined where nobody has said. */
  page: string | undefined;
}

/**
 * `albflow tryout`: says what it costs, asks, makes an instance, rotates its certificate by the deployed flow, and takes everything
 * away, also when it is interrupted or fails. Gives the exit code: 1 when the certificate was not rotated or something is
 * left, 2 when somebody has not confirmed, 130 when it was interrupted. Throws `AlbflowError` where nothing was made.
 */
export async function tryout(options: TryoutOptions): Promise<number> {
  if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("tryout-embedded"));
  if (options.local !== true || options.port !== undefined) return tryAt(await deployedAt(options), options);
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const cloud = await startLocalCloud({ ...target, port: 0, fast: true, deployment: localDeployment(target) });
  try {
    const { settings } = exampleStage();
    return await tryAt({ session: localSession(cloud), settings, page: cloud.endpoints.console }, options);
  } finally {
    await cloud.close();
  }
}

async function tryAt(tried: Tried, options: TryoutOptions): Promise<number> {
  const { session, settings } = tried;
  const isLocal = options.local === true;
  const say = sayer(options);
  const ending = interruption(reason("tryout-interrupted"));
  const at = {
    session,
    mayWrite: true,
    isLocal,
    signal: ending.signal,
    own: "albflow-tryout",
    network: undefined,
  } as const;
  const first = makeField({ ...at, run: `try-${systemClock.now().toString(36)}` });
  try {
    if (options.clean === true) return ended(await removeOwn(first, undefined, { kinds: KINDS }), options);
    await mustBeDeployed(tried);
    const network = isLocal ? LOCAL_NETWORK : await findNetwork(first, options);
    if (network === undefined) {
      throw new AlbflowError("Refused", reason("tryout-network-unknown", { region: session.region }));
    }
    say(reason("tryout-price", { isLocal, minutes: isLocal ? 1 : MINUTES }));
    const question = reason("confirm-tryout", { account: session.accountId, region: session.region });
    if (!isLocal && !(await confirmed(question, options))) return 2;
    return await tryIn(makeField({ ...at, run: first.run, network }), { ...tried, settings }, options);
  } finally {
    ending.stop();
  }
}

/** What costs something begins here, and ends here. */
async function tryIn(field: Field, { settings, page }: Tried, options: TryoutOptions): Promise<number> {
  const say = sayer(options);
  const begun = systemClock.now();
  const execution = field.run;
  const flow = flowNameOf(settings.names.prefix ?? "", "rotateCertificate");
  const url = page === undefined ? undefined : `${page}/console/executions/rotateCertificate/${execution}`;
  const rotated = await rotateOwn(field, { flow, execution, say, json: options.json === true }).catch(
    (error: unknown) => {
      if (!field.signal.aborted) complain(reasonOf(withFix(error, field.session.region)));
      return undefined;
    },
  );
  if (rotated !== undefined) {
    say(
      url === undefined
        ? reason("tryout-page-nowhere", { execution, flags: flagsOf(options) })
        : reason("tryout-page", { url }),
    );
  }
  say(reason("tryout-removing", { run: field.run }));
  const removal = await removeOwn(field.uninterrupted(), field.run, { kinds: KINDS });
  const code = ended(removal, options);
  const seconds = Math.round((systemClock.now() - begun) / 1_000);
  const isDone = code === 0 && rotated !== undefined;
  if (isDone) say(reason("tryout-worked", { seconds, serial: rotated.serial }));
  if (options.json === true) {
    const report = { execution, rotated: rotated !== undefined, page: url ?? null, seconds };
    console.log(JSON.stringify({ ...report, removed: removal.removed, left: removal.left }));
  }
  return field.signal.aborted ? 130 : isDone ? 0 : 1;
}

/** What a run makes; nothing else is looked for, and nobody needs a right for it. */
const KINDS = ["instance", "server group", "certificate"];

/** An instance takes two or three minutes to become active, and as long to go. */
const MINUTES = 10;

/** Says what is gone and what is not. Gives the exit code. */
function ended({ removed, left }: Removal, options: TryoutOptions): number {
  sayer(options)(reason("tryout-removed", { removed }));
  if (left.length === 0) return 0;
  const named = left.map(({ what, code }) => `${what} (${code})`);
  complain(reason("tryout-left", { left: named, flags: flagsOf(options) }));
  for (const right of new Set(left.flatMap((one) => one.right ?? []))) {
    complain(reason("right-missing", { right }));
  }
  return 1;
}

function sayer({ json }: TryoutOptions): (reported: Reason) => void {
  const print = (line: string) => (json === true ? console.error(line) : console.log(line));
  return (reported) => print(cliMessages().sentences(reported));
}

/** What albflow.yaml deploys, where its keys lead; a local cloud on a port may have what it is born with. */
async function deployedAt(options: TryoutOptions): Promise<Tried> {
  const { settings } = stageHere(options.stage, options.file);
  const { session } = await accountFor(options, settings);
  const { callers, domain } = settings;
  const named = callers.address ?? (domain === undefined ? undefined : `https://${domain.name}`);
  return { session, settings, page: named?.replace(/\/$/, "") };
}

async function mustBeDeployed({ session, settings }: Tried): Promise<void> {
  const flow = flowNameOf(settings.names.prefix ?? "", "rotateCertificate");
  try {
    await openCloudFlow(session).call("DescribeFlow", { Name: flow });
  } catch (error) {
    if (!(error instanceof AlbflowError) || error.kind !== "NotFound") throw error;
    throw new AlbflowError("Refused", reason("tryout-nothing-deployed", { flow, region: session.region }));
  }
}
