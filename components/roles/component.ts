import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { applyChanges, type ChangeOutcome, describeChanges, orNothing } from "../../deployment/changes.ts";
import { commonProps } from "../../deployment/check/props.ts";
import { flowsOf } from "../../deployment/flows/flowsOf.ts";
import { cliMessage } from "../../deployment/language.ts";
import { changesOf, removalsOf } from "../../deployment/roles/changesOf.ts";
import { type RoleToDeploy, rolesOf } from "../../deployment/roles/rolesOf.ts";
import { serviceRoleChanges } from "../../deployment/roles/serviceRoles.ts";
import { openFunctionAdmin } from "../../shared/platform/clients/functionAdmin.ts";
import { openRam, openResourceManager, type RamClient } from "../../shared/platform/clients/ram.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { poll } from "../../shared/platform/retry.ts";
import { endpointsFrom } from "../../shared/platform/session.ts";
import {
  type ComponentInputs,
  type ComponentTools,
  checkedProps,
  deployerFor,
  schemaText,
  withReasons,
} from "../component.ts";

const schema = z.strictObject({
  ...commonProps,
  /** The folder of the flows, beside s.yaml: their role may do what their tasks do. */
  definitions: z.string().default("./flows"),
  /** Functions that Simple Log Service calls. */
  logTriggers: z.array(z.strictObject({ function: z.string(), project: z.string(), logstore: z.string() })).default([]),
  /** Secrets of KMS that functions read while they run. */
  secrets: z.array(z.strictObject({ function: z.string(), secret: z.string() })).default([]),
  /** Where it works beside home: regions of its own account, and other accounts. */
  regions: z.array(z.string()).default([]),
  accounts: z.array(z.string()).default([]),
  /** The domain of the pages, whose certificate is renewed. */
  domain: z.string().optional(),
  /** Milliseconds after which a new role can be used everywhere: RAM takes effect with a delay (real-cloud.md FR5). */
  settleMs: z.int().min(0).max(60_000).default(10_000),
});

/**
 * The component that deploys the roles of functions, flows and triggers, each with the one policy that it needs:
 * `component: ./components/roles` in s.yaml.
 */
export class RolesComponent {
  readonly #say: (line: string) => void;

  constructor({ logger }: ComponentTools) {
    this.#say = (line) => logger.info(line);
  }

  /** Creates what is missing and changes what differs, and says which. Throws `AlbflowError`. */
  async deploy(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      const { ram, roles, resourceManager, settleMs } = await opened(inputs);
      const changes = await changesOf(ram, roles);
      const ofServices = await serviceRoleChanges(ram, resourceManager, this.#say);
      const outcome = await applyChanges([...ofServices, ...changes], this.#say);
      const made = changes.flatMap(({ kind, what }) => (kind === "create" && what.startsWith("role ") ? [what] : []));
      if (made.length > 0) {
        this.#say(cliMessage("roles-settle", { seconds: settleMs / 1000 }));
        await settled(ram, made.map((what) => what.slice("role ".length)).at(-1) ?? "", settleMs);
      }
      return outcome;
    });
  }

  /** Says what `deploy` would do. */
  async plan(inputs: ComponentInputs): Promise<void> {
    return withReasons(async () => {
      const { ram, roles, resourceManager } = await opened(inputs);
      const ofServices = await serviceRoleChanges(ram, resourceManager, this.#say);
      describeChanges([...ofServices, ...(await changesOf(ram, roles))], this.#say);
    });
  }

  /** The roles with their policies, as this deployment wants them. */
  async info(inputs: ComponentInputs): Promise<Record<string, object>> {
    return withReasons(async () => {
      const { ram, roles } = await opened(inputs);
      const changes = await changesOf(ram, roles);
      return Object.fromEntries(changes.map(({ what, kind }) => [what, { state: STATES[kind] }]));
    });
  }

  /**
   * Deletes the roles and their policies. Throws `AlbflowError` Conflict while functions are there that have them: the vendor's
   * component says nothing of what it could not remove (real-cloud.md FR11), and what runs would lose its rights midway.
   */
  async remove(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      const { ram, roles, functions, prefix } = await opened(inputs);
      const owned = new Set(roles.map(({ name }) => name));
      const left = (await functions.listFunctions(`${prefix}-`)).filter((name) => owned.has(name));
      if (left.length > 0) {
        throw new AlbflowError("Conflict", reason("functions-still-there", { functions: left }));
      }
      return applyChanges(await removalsOf(ram, roles), this.#say);
    });
  }

  getSchema(): string {
    return schemaText(schema);
  }
}

const STATES = { create: "missing", change: "differs from here", same: "as here", remove: "to be removed" };

/** Resolves when the role that was made last is there, and so much time has passed. */
async function settled(ram: RamClient, RoleName: string, settleMs: number): Promise<void> {
  const until = clock.now() + settleMs;
  await poll(
    () => orNothing(() => ram.call("GetRole", { RoleName })),
    (role) => role !== undefined && clock.now() >= until,
    { name: RoleName, firstMs: Math.min(settleMs, 1_000), longestMs: 2_000, until: until + SLOWEST_MS },
  );
}

/** After that a role that is not there yet is somebody else's affair. */
const SLOWEST_MS = 30_000;

interface Opened {
  ram: RamClient;
  resourceManager: RamClient;
  functions: ReturnType<typeof openFunctionAdmin>;
  roles: RoleToDeploy[];
  prefix: string;
  settleMs: number;
}

async function opened(inputs: ComponentInputs): Promise<Opened> {
  const { definitions, logTriggers, secrets, regions, accounts, domain, settleMs, ...props } = checkedProps(
    schema,
    inputs,
  );
  const { target, credentials, root } = await deployerFor(inputs, props);
  const flows = flowsOf(target, (file) => readFileSync(resolve(root, definitions, file), "utf8"));
  return {
    ram: openRam(credentials),
    resourceManager: openResourceManager(credentials),
    functions: openFunctionAdmin({ ...target, credentials, endpoints: endpointsFrom(process.env) }),
    prefix: target.prefix,
    roles: rolesOf(target, flows, logTriggers, secrets, {
      regions,
      accounts,
      ...(domain === undefined ? {} : { domain }),
    }),
    settleMs,
  };
}
