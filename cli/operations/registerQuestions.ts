import { type Command, Option } from "commander";
import type { ResourceKind } from "../../shared/features/inventory/resources/listedResource.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { ConnectionOptions } from "../connection.ts";
import {
  connected,
  connectedToPlaces,
  type PlaceOptions,
  type PlacesOptions,
  placeGiven,
  placesGiven,
} from "../flows/register.ts";
import { bilingual } from "../help/bilingual.ts";
import { type OutputOptions, withOutput } from "../output.ts";
import type { ResourceOptions } from "./resources.ts";

export type AskOptions = ConnectionOptions & OutputOptions;

/** The commands that only look. */
export function registerQuestions(program: Command): void {
  overPlaces(program.command("listeners"))
    .description("List listeners with status, days until certificates expire, and warnings.")
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
    .action(async ({ domain, ...options }: AskOptions & PlacesOptions & { domain?: string }) => {
      const { ask, listenerLines } = await import("./ask.ts");
      const { connection, places } = placesGiven(options);
      const wanted = { ...places, ...(domain === undefined ? {} : { domain }) };
      process.exitCode = await ask("listListeners", wanted, connection, listenerLines);
    });
  ofListener(program.command("listener"))
    .description("Show everything about one listener, including what clients are served.")
    .action(async (id: string | undefined, { listener, ...options }: ListenerOptions) => {
      const listenerId = idGiven(id, listener);
      const { ask, descriptionLines } = await import("./ask.ts");
      const { connection, place } = placeGiven(options);
      process.exitCode = await ask("describeListener", { listenerId, ...place }, connection, descriptionLines);
    });
  ofListener(program.command("verify"))
    .description("Compare what clients of a listener are served with its configuration; exits with 1 if they differ.")
    .action(async (id: string | undefined, { listener, ...options }: ListenerOptions) => {
      const listenerId = idGiven(id, listener);
      const { ask, exitCodeOfProbes, probeLines } = await import("./ask.ts");
      type Seen = { probes: Parameters<typeof probeLines>[0] };
      const linesOf = ({ probes }: Seen) => probeLines(probes);
      const { connection, place } = placeGiven(options);
      process.exitCode = await ask<Seen>("verify", { listenerId, ...place }, connection, linesOf, exitCodeOfProbes);
    });
  registerResources(program);
}

type ListenerOptions = AskOptions & PlaceOptions & { listener?: string };

/** A command about one listener, which is named as operations name theirs, too. */
function ofListener(command: Command): Command {
  return placed(command).argument("[id]").option("--listener <id>", "the same as the ID alone");
}

/** The listener that is named in either way. Throws `AlbflowError` where none is, or where two are. */
function idGiven(id: string | undefined, listener: string | undefined): string {
  const named = id ?? listener;
  if (named === undefined) throw new AlbflowError("InvalidInput", reason("usage-argument-missing", { argument: "id" }));
  if (listener === undefined || listener === named) return named;
  const other = "--listener <id>";
  throw new AlbflowError("InvalidInput", reason("usage-options-exclusive", { option: "<id>", other }));
}

/** A command that looks at something of one place. */
function placed(command: Command): Command {
  return withOutput(connectedToPlaces(command))
    .option("--region <id>", "region of the listener (default: where albflow is deployed)")
    .option("--account <id>", "account of the listener, if it is another one that albflow has access to");
}

/** A command that lists what is in several places. */
function overPlaces(command: Command): Command {
  return withOutput(connectedToPlaces(command))
    .option("--region, --regions <ids...>", "regions to read (default: the region of the deployment)")
    .option(
      "--account, --accounts <ids...>",
      "accounts to read, each in these regions (default: the account of the deployment)",
    );
}

/** The commands about what follows certificates. */
export function registerRenewal(program: Command): void {
  overPlaces(program.command("renewals"))
    .description(
      "List the certificates that listeners use, with the successor and rotation time of each, or why there is none.",
    )
    .action(async (options: AskOptions & PlacesOptions) => {
      const [{ ask }, { renewalLines }] = await Promise.all([import("./ask.ts"), import("./renewing.ts")]);
      const { connection, places } = placesGiven(options);
      process.exitCode = await ask("listCertificates", places, connection, renewalLines);
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
