import { type Command, Option } from "commander";
import { AREAS } from "../../shared/platform/area.ts";
import { connected, connectedToPlaces, type PlaceOptions, placeGiven } from "../flows/register.ts";
import { bilingual } from "../help/bilingual.ts";
import { numberFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import type { AnswerOptions } from "./answer.ts";
import type { BulkOptions } from "./bulk.ts";
import { type OperationCommand, readCommands } from "./commands.ts";
import { flagOf, OWN, readInput } from "./readInput.ts";
import type { AskOptions } from "./registerQuestions.ts";
import type { RunOptions } from "./runOperation.ts";
import type { StopOptions } from "./stop.ts";
import type { UndoOptions } from "./undo.ts";

/** The commands that look at listeners and change them: one for each operation, made from its own schema. */
export function registerOperations(program: Command): void {
  const operations = readCommands();
  const areas = AREAS.filter((area) => operations.some((operation) => operation.area === area));
  for (const area of areas) {
    program.commandsGroup(`Change ${area === "state" || area === "modify" ? "listeners" : area}:`);
    for (const operation of operations) if (operation.area === area) registerOperation(program, operation);
  }
  program.commandsGroup("Answer, stop and undo:");
  running(withOutput(connected(program.command("undo"))))
    .description("Undo what an execution changed. What others have changed since then stays.")
    .argument("<execution>")
    .option("--reason <text>", "reason, for approvers and for the audit record")
    .option("--ticket <id>", "ticket that the change belongs to")
    .action(async (execution: string, options: UndoOptions) => {
      const { undo } = await import("./undo.ts");
      process.exitCode = await undo(execution, options);
    });
  withOutput(connected(program.command("stop")))
    .description("Cancel an execution and roll back what it has changed, or leave the changes as they are, unverified.")
    .argument("<execution>")
    .option("--reason <text>", "reason; required, and asked for on a terminal")
    .option("--leave", "leave its changes as they are: unverified, and no longer observed")
    .option("--no-wait", "do not follow the rollback")
    .option("--as <name>", "who cancels it (default: the user of this machine)")
    .addHelpText(
      "after",
      bilingual(
        `
Exit codes:
  0  it is stopped, and what it had changed is taken back, or left as you asked
  1  taking it back has failed: a person is needed
  2  there is nothing to stop: it has ended, or goes back already`,
        `
退出码：
  0  已停止，并已回滚其变更，或按您的要求保留
  1  回滚失败：需要人工处理
  2  没有可停止的内容：执行已结束，或已在回滚`,
      ),
    )
    .action(async (execution: string, options: StopOptions) => {
      const { stop } = await import("./stop.ts");
      process.exitCode = await stop(execution, options);
    });
  withOutput(connected(program.command("approvals")))
    .description("List pending approvals: requester, listener, reason and deadline.")
    .action(async (options: AskOptions) => {
      const { printApprovals } = await import("./approvals.ts");
      process.exitCode = await printApprovals(options);
    });
  withOutput(connected(program.command("approve")))
    .description("Approve or deny the plan that an execution waits with.")
    .argument("<execution>")
    .option("--deny", "deny the plan")
    .option("--reason <text>", "reason for the decision")
    .option("--as <name>", "approver (default: the user of this machine)")
    .action(async (execution: string, options: AnswerOptions) => {
      const { answer } = await import("./answer.ts");
      process.exitCode = await answer(execution, options);
    });
}

function registerOperation(program: Command, operation: OperationCommand): void {
  const command = running(withOutput(connectedToPlaces(program.command(operation.name))))
    .description(operation.summary)
    .option("--input <json>", "the complete input as JSON, or @file");
  for (const [name, field] of Object.entries(operation.input.properties)) {
    if (OWN.has(name)) continue;
    const flags = name === "listenerId" ? `--listener, ${flagOf(name, field)}` : flagOf(name, field);
    const option = new Option(flags, describe(name, field, operation.input.required ?? []));
    command.addOption(field.enum === undefined ? option : option.choices(field.enum.map(String)));
    if (field.type === "boolean")
      command.addOption(new Option(`--no-${flagOf(name, field).slice(2).split(" ")[0]}`).hideHelp());
  }
  if ("listenerId" in operation.input.properties && (operation.input.required ?? []).includes("listenerId")) {
    command
      .addOption(
        new Option(
          "--selector <parts>",
          "instead of --listener: all listeners that match, for example tag:team=shop,name=shop-*,region=cn-*,domain=*.example.com,expires=30d",
        ).conflicts(["listenerId", ...OF_ONE]),
      )
      .option("--regions <ids...>", "with --selector: regions to search (default: the region of the deployment)")
      .option("--accounts <ids...>", "with --selector: accounts to search (default: the account of the deployment)")
      .option(
        "--parallel <n>",
        "with --selector: concurrent executions after the first one",
        numberFrom("--parallel", 1, 20),
        3,
      )
      .option(
        "--error-budget <n>",
        "with --selector: failures after which no more executions start",
        numberFrom("--error-budget", 1, 100),
        3,
      );
  }
  if ((operation.input.required ?? []).includes("successorId")) {
    command.addOption(
      new Option(
        "--certificates <ids...>",
        "instead of --listener, --certificate-id and --successor-id: rotate each of these to its successor on every listener that uses it",
      ).conflicts(["certificateId", "successorId", "listenerId", ...OF_ONE]),
    );
  }
  command.action(
    async (
      given: RunOptions & PlaceOptions & Partial<BulkOptions> & { parallel?: number } & Record<string, unknown>,
    ) => {
      const { connection, place } = placeGiven(given);
      const { region, account, ...fields } = given;
      if (given.selector !== undefined || given.certificates !== undefined) {
        const { runInBulk } = await import("./bulk.ts");
        const { selector, certificates, parallel: atOnce = 3, errorBudget = 3 } = given;
        // One place is a list of one: nobody who names it means another.
        const regions = given.regions ?? (region === undefined ? undefined : [region]);
        const accounts = given.accounts ?? (account === undefined ? undefined : [account]);
        const asked = Object.entries({ selector, certificates, regions, accounts });
        const wanted = Object.fromEntries(asked.filter(([, value]) => value !== undefined));
        process.exitCode = await runInBulk(operation, fields, { ...connection, ...wanted, atOnce, errorBudget });
        return;
      }
      const { runOperation } = await import("./runOperation.ts");
      process.exitCode = await runOperation(operation.name, readInput(operation, { ...fields, ...place }), connection);
    },
  );
}

/** Options of one execution: many have names of their own, and are followed, so that the first that fails is the last. */
const OF_ONE = ["name", "wait"];

function running(command: Command): Command {
  return command
    .option("--plan", "show the plan and change nothing")
    .option("--detailed-exitcode", "with --plan: exit with 4 when there are changes")
    .option(
      "--yes",
      "do not ask for confirmation when the change interrupts or may interrupt traffic, or lowers security",
    )
    .option("--no-wait", "start the execution and do not follow it")
    .option("--name <execution>", "name of the execution; the same name is the same execution")
    .option("--as <name>", "requester (default: the user of this machine)");
}

function describe(
  name: string,
  { description = "", default: otherwise }: OperationCommand["input"]["properties"][string],
  required: string[],
): string {
  const notes = [
    ...(required.includes(name) ? ["required"] : []),
    ...(otherwise === undefined || typeof otherwise === "object" ? [] : [`default ${JSON.stringify(otherwise)}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}
