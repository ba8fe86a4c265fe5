import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { applyChanges, describeChanges, type Outcome } from "../../deployment/changes.ts";
import { commonProps } from "../../deployment/check/props.ts";
import { flowsOf } from "../../deployment/flows/flowsOf.ts";
import { changesOf, removalsOf } from "../../deployment/roles/changesOf.ts";
import { type RoleToDeploy, rolesOf } from "../../deployment/roles/rolesOf.ts";
import { openRam, type RamClient } from "../../shared/platform/clients/ram.ts";
import { type ComponentInputs, type ComponentTools, checkedProps, deployerFor, schemaText } from "../component.ts";

const schema = z.strictObject({
  ...commonProps,
  /** The folder of the flows, beside s.yaml: their role may do what their tasks do. */
  definitions: z.string().default("./flows"),
  /** Functions that Simple Log Service calls. */
  logTriggers: z.array(z.strictObject({ function: z.string(), project: z.string(), logstore: z.string() })).default([]),
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
  async deploy(inputs: ComponentInputs): Promise<Outcome> {
    const { ram, roles } = await opened(inputs);
    return applyChanges(await changesOf(ram, roles), this.#say);
  }

  /** Says what `deploy` would do. */
  async plan(inputs: ComponentInputs): Promise<void> {
    const { ram, roles } = await opened(inputs);
    describeChanges(await changesOf(ram, roles), this.#say);
  }

  /** The roles with their policies, as this deployment wants them. */
  async info(inputs: ComponentInputs): Promise<Record<string, object>> {
    const { ram, roles } = await opened(inputs);
    const changes = await changesOf(ram, roles);
    return Object.fromEntries(changes.map(({ what, kind }) => [what, { state: STATES[kind] }]));
  }

  /** Deletes the roles and their policies. */
  async remove(inputs: ComponentInputs): Promise<Outcome> {
    const { ram, roles } = await opened(inputs);
    return applyChanges(await removalsOf(ram, roles), this.#say);
  }

  getSchema(): string {
    return schemaText(schema);
  }
}

const STATES = { create: "missing", change: "differs from here", same: "as here", remove: "to be removed" };

async function opened(inputs: ComponentInputs): Promise<{ ram: RamClient; roles: RoleToDeploy[] }> {
  const { definitions, logTriggers, ...props } = checkedProps(schema, inputs);
  const { target, credentials, root } = await deployerFor(inputs, props);
  const flows = flowsOf(target, (file) => readFileSync(resolve(root, definitions, file), "utf8"));
  return { ram: openRam(credentials), roles: rolesOf(target, flows, logTriggers) };
}
