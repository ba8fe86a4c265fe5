import { type Command, Option } from "commander";
import type { ResourceKind } from "../../shared/features/inventory/resources/listedResource.ts";
import { AREAS } from "../../shared/platform/area.ts";
import type { ConnectionOptions } from "../connection.ts";
import { connected, connectedToPlaces, type PlaceOptions, placeGiven } from "../flows/register.ts";
import { bilingual } from "../help/bilingual.ts";
import { numberFrom } from "../numberFrom.ts";
import { type OutputOptions, withOutput } from "../output.ts";
import type { AnswerOptions } from "./answer.ts";
import type { BulkOptions } from "./bulk.ts";
import { type OperationCommand, readCommands } from "./commands.ts";
import { flagOf, OWN, readInput } from "./readInput.ts";
import type { ResourceOptions } from "./resources.ts";
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
  0  已停止，并已撤销其变更，或按您的要求保留
  1  撤销失败：需要人工处理
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

type AskOptions = ConnectionOptions & OutputOptions;

/** The commands that only look. */
export function registerQuestions(program: Command): void {
  withOutput(connected(program.command("listeners")))
    .description("List listeners with status, days until certificates expire, and warnings.")
    .option("--regions <ids...>", "regions to read (default: the region of the deployment)")
    .option("--accounts <ids...>", "accounts to read, each in these regions (default: the account of the deployment)")
    .option(
      "--domain <name>",
      "only listeners that serve this domain, a subdomain or a matching wildcard, in all accounts and regions unless some are given",
    )
    .addHelpText(
      "after",
      bilingual(
        `
With --domain the index is asked that renewal's rounds keep of all accounts and regions that the deployment operates. Each
listener that it names is read again. The last lines say how old the index is, and which places are not in it.

Examples:
  albflow listeners --accounts 2222222222222222 --regions cn-beijing
  albflow listeners --domain shop.example.com`,
        `
使用 --domain 时查询索引：续期的每一轮为部署所管理的全部账号和地域维护该索引。索引指出的每个监听都会重新读取。
最后几行说明索引的更新时间，以及索引中没有哪些位置。

示例：
  albflow listeners --accounts 2222222222222222 --regions cn-beijing
  albflow listeners --domain shop.example.com`,
      ),
    )
    .action(
      async ({ regions, accounts, domain, ...options }: AskOptions & Partial<Record<"domain", string>> & Places) => {
        const { ask, listenerLines } = await import("./ask.ts");
        const wanted = Object.entries({ regions, accounts, domain }).filter(([, value]) => value !== undefined);
        process.exitCode = await ask("listListeners", Object.fromEntries(wanted), options, listenerLines);
      },
    );
  placed(program.command("listener"))
    .description("Show everything about one listener, including what clients are served.")
    .argument("<id>")
    .action(async (listenerId: string, options: AskOptions & PlaceOptions) => {
      const { ask, descriptionLines } = await import("./ask.ts");
      const { connection, place } = placeGiven(options);
      process.exitCode = await ask("describeListener", { listenerId, ...place }, connection, descriptionLines);
    });
  placed(program.command("verify"))
    .description("Compare what clients of a listener are served with its configuration; exits with 1 if they differ.")
    .argument("<id>")
    .action(async (listenerId: string, options: AskOptions & PlaceOptions) => {
      const { ask, exitCodeOfProbes, probeLines } = await import("./ask.ts");
      type Seen = { probes: Parameters<typeof probeLines>[0] };
      const linesOf = ({ probes }: Seen) => probeLines(probes);
      const { connection, place } = placeGiven(options);
      process.exitCode = await ask<Seen>("verify", { listenerId, ...place }, connection, linesOf, exitCodeOfProbes);
    });
  registerResources(program);
}

interface Places {
  regions?: string[];
  accounts?: string[];
}

/** A command that looks at something of one place. */
function placed(command: Command): Command {
  return withOutput(connectedToPlaces(command))
    .option("--region <id>", "region of the listener (default: where albflow is deployed)")
    .option("--account <id>", "account of the listener, if it is another one that albflow has access to");
}

/** The commands about what follows certificates. */
export function registerRenewal(program: Command): void {
  withOutput(connected(program.command("renewals")))
    .description(
      "List the certificates that listeners use, with the successor and rotation time of each, or why there is none.",
    )
    .option("--regions <ids...>", "regions to read (default: the region of the deployment)")
    .action(async ({ regions, ...options }: AskOptions & { regions?: string[] }) => {
      const [{ ask }, { renewalLines }] = await Promise.all([import("./ask.ts"), import("./renewing.ts")]);
      process.exitCode = await ask("listCertificates", regions === undefined ? {} : { regions }, options, renewalLines);
    });
  withOutput(connected(program.command("renew")))
    .description("Start a renewal round now, as the timer does every hour.")
    .action(async (options: AskOptions) => {
      const { renew } = await import("./renewing.ts");
      process.exitCode = await renew(options);
    });
  withOutput(connected(program.command("order")))
    .description("Order the successor of a certificate from the ACME server, and wait until it is issued.")
    .argument("<certificate>", "ID of the certificate to replace; the successor gets the same names")
    .action(async (certificateId: string, options: AskOptions) => {
      const { order } = await import("./renewing.ts");
      process.exitCode = await order(certificateId, options);
    });
}

/** The commands that list what a listener can be given. */
function registerResources(program: Command): void {
  const listing = (name: string, kind: ResourceKind) =>
    withOutput(connected(program.command(name)))
      .option(
        "--listener <id>",
        "listener to choose for: candidates that fit come first, the others with the reason why not",
      )
      .option("--search <words>", "only those whose ID or names contain these words")
      .action(async (options: ResourceOptions) => {
        const { printResources } = await import("./resources.ts");
        process.exitCode = await printResources(kind, options);
      });
  listing("server-groups", "serverGroups")
    .description("List server groups with protocol, servers and VPC.")
    .option("--health", "show the result of ALB's health checks, at the cost of one API call per listener");
  const certificates = listing("certificates", "storedCertificates");
  certificates
    .description("List the unexpired certificates in the certificate service.")
    .addOption(
      new Option(
        "--use <which>",
        "only certificates that listeners use, that none uses, or that expire within 30 days",
      ).choices(["bound", "unbound", "expiring"]),
    );
  listing("ca-certificates", "caCertificates").description("List the CA certificates for mutual authentication.");
  listing("tls-policies", "tlsPolicies").description(
    "List system and custom TLS policies with their versions and ciphers.",
  );
  listing("vpcs", "vpcs").description("List the VPCs of instances.");
  listing("log-projects", "logProjects").description("List the projects of Simple Log Service.");
  withOutput(connected(program.command("logstores")))
    .description("List the logstores of a project of Simple Log Service.")
    .argument("<project>")
    .option("--search <words>", "only those whose names contain these words")
    .action(async (project: string, options: ResourceOptions) => {
      const { printResources } = await import("./resources.ts");
      process.exitCode = await printResources("logstores", options, project);
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
      .option(
        "--selector <parts>",
        "instead of --listener: all listeners that match, for example tag:team=shop,name=shop-*,region=cn-*,domain=*.example.com,expires=30d",
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
      ).conflicts(["certificateId", "successorId", "listenerId"]),
    );
  }
  command.action(
    async (
      given: RunOptions & PlaceOptions & Partial<BulkOptions> & { parallel?: number } & Record<string, unknown>,
    ) => {
      const { connection, place } = placeGiven(given);
      const { region: _, account: __, ...fields } = given;
      if (given.selector !== undefined || given.certificates !== undefined) {
        const { runInBulk } = await import("./bulk.ts");
        const { regions, accounts, selector, certificates, parallel: atOnce = 3, errorBudget = 3 } = given;
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
