import { z } from "zod";
import { applyChanges, type ChangeOutcome, describeChanges } from "../../deployment/changes.ts";
import { commonProps } from "../../deployment/check/props.ts";
import { cliMessage } from "../../deployment/language.ts";
import { changesOf } from "../../deployment/logs/changesOf.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
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
  /** Days that a logstore which is made keeps its records. */
  retentionDays: z.int().min(1).max(3650).default(30),
  /** Logstores of others that functions are called with: log triggers cannot be made where these are missing. */
  sources: z.array(z.strictObject({ project: z.string(), logstore: z.string() })).default([]),
});

/**
 * The component that makes the logstores that a deployment writes to and listens to, where they are missing:
 * `component: ./components/logs` in s.yaml.
 */
export class LogsComponent {
  readonly #say: (line: string) => void;

  constructor({ logger }: ComponentTools) {
    this.#say = (line) => logger.info(line);
  }

  /** Creates what is missing, and says which. Throws `AlbflowError`. */
  async deploy(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      return applyChanges(await wanted(inputs), this.#say);
    });
  }

  /** Says what `deploy` would do. */
  async plan(inputs: ComponentInputs): Promise<void> {
    return withReasons(async () => {
      describeChanges(await wanted(inputs), this.#say);
    });
  }

  /** What is there, and what is not. */
  async info(inputs: ComponentInputs): Promise<Record<string, object>> {
    return withReasons(async () => {
      const changes = await wanted(inputs);
      return Object.fromEntries(
        changes.map(({ what, kind }) => [what, { state: kind === "same" ? "there" : "missing" }]),
      );
    });
  }

  /** Removes nothing: who looks back later finds everything, and deletes it when nobody needs it any more. */
  async remove(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      const changes = await wanted(inputs);
      const left = changes.filter(({ kind, what }) => kind === "same" && what.startsWith("logstore "));
      for (const { what } of left) this.#say(cliMessage("logstore-stays", { what }));
      return applyChanges([], this.#say);
    });
  }

  getSchema(): string {
    return schemaText(schema);
  }
}

async function wanted(inputs: ComponentInputs) {
  const { sources, retentionDays, ...props } = checkedProps(schema, inputs);
  const { target, credentials } = await deployerFor(inputs, props);
  const logs = openLogs({ ...target, credentials, endpoints: endpointsFrom(process.env) });
  const { logProject: project, logstore, functionLogstore } = target;
  return changesOf(logs, [{ project, logstore }, { project, logstore: functionLogstore }, ...sources], retentionDays);
}
