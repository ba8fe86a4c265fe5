import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { applyChanges, type ChangeOutcome, describeChanges, orNothing } from "../../deployment/changes.ts";
import { commonProps } from "../../deployment/check/props.ts";
import { changesOf, describeFlows, removalsOf } from "../../deployment/flows/changesOf.ts";
import { type FlowToDeploy, flowsOf } from "../../deployment/flows/flowsOf.ts";
import { cliSentences } from "../../deployment/language.ts";
import { type CloudFlowClient, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { must } from "../../shared/platform/reasons/must.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { endpointsFrom } from "../../shared/platform/session.ts";
import {
  type ComponentInputs,
  type ComponentTools,
  checkedProps,
  type Deployer,
  deployerFor,
  schemaText,
  withReasons,
} from "../component.ts";

const schema = z.strictObject({
  ...commonProps,
  /** The role that the flows run with: its ARN or its name. */
  role: z.string().regex(/^(?:acs:ram::\d+:role\/)?[A-Za-z0-9.-]{1,64}$/, must("must-be-role")),
  /** The folder of the definitions, beside s.yaml. */
  definitions: z.string().default("./flows"),
});

/**
 * The component that deploys the flows of CloudFlow: `component: ./components/cloudflow` in s.yaml. Running executions keep
 * the definition that they were started with (cloudflow.md §8.1).
 */
export class CloudFlowComponent {
  readonly #say: (line: string) => void;

  constructor({ logger }: ComponentTools) {
    this.#say = (line) => logger.info(line);
  }

  /** Creates what is missing and changes what differs, and says which. Throws `AlbflowError`. */
  async deploy(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      const { client, flows, roleArn } = await this.#opened(inputs);
      return applyChanges(await changesOf(client, flows, roleArn), this.#say);
    });
  }

  /** Says what `deploy` would do. */
  async plan(inputs: ComponentInputs): Promise<void> {
    return withReasons(async () => {
      const { client, flows, roleArn } = await this.#opened(inputs);
      describeChanges(await changesOf(client, flows, roleArn), this.#say);
    });
  }

  /** What is there now, by name. */
  async info(inputs: ComponentInputs): Promise<Record<string, object>> {
    return withReasons(async () => {
      const { client, flows } = await this.#opened(inputs);
      return describeFlows(client, flows);
    });
  }

  /**
   * Deletes the flows, and says first what is lost with them. Throws `AlbflowError` Conflict while one of them runs: it would be
   * cut off between two steps.
   */
  async remove(inputs: ComponentInputs): Promise<ChangeOutcome> {
    return withReasons(async () => {
      const { client, flows } = await this.#opened(inputs);
      await refuseWhileRunning(client, flows);
      // No flow of the same name brings them back (cloudflow.md §8.1).
      this.#say(cliSentences("flows-lose-histories"));
      return applyChanges(await removalsOf(client, flows), this.#say);
    });
  }

  getSchema(): string {
    return schemaText(schema);
  }

  async #opened(inputs: ComponentInputs) {
    const { role, definitions, ...props } = checkedProps(schema, inputs);
    const deployer = await deployerFor(inputs, props);
    return {
      client: openCloudFlow(sessionOf(deployer)),
      flows: readFlows(deployer, definitions),
      roleArn: role.startsWith("acs:") ? role : `acs:ram::${deployer.target.accountId}:role/${role}`,
    };
  }
}

async function refuseWhileRunning(client: CloudFlowClient, flows: FlowToDeploy[]): Promise<void> {
  for (const { name } of flows) {
    const executions = (await orNothing(() => client.list(name, "", 99))) ?? [];
    const running = executions.find(({ Status }) => Status === "Running" || Status === "Starting");
    if (running === undefined) continue;
    throw new AlbflowError("Conflict", reason("flows-still-running", { flow: name, execution: running.Name }));
  }
}

function readFlows({ target, root }: Deployer, definitions: string): FlowToDeploy[] {
  return flowsOf(target, (file) => readFileSync(resolve(root, definitions, file), "utf8"));
}

function sessionOf({ target, credentials }: Deployer) {
  return { ...target, credentials, endpoints: endpointsFrom(process.env) };
}
