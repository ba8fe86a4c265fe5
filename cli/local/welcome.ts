import { cliMessage, cliSentences, labelled } from "../../deployment/language.ts";
import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { labelOf } from "../columns.ts";
import { tableLines } from "../table.ts";

/** What a person is told when a local cloud is ready: where everything is, and how to call it. */
export function welcome(reported: {
  where: CloudEndpoints;
  /** How clients are told the account's key pair; undefined when it is local/local. */
  keys: string[] | undefined;
  functions: string[];
  flows: string[];
  /** Where the API is, and tokens for it. */
  api: { url: string; tokens: { operator: string; approver: string } } | undefined;
  /** Why nothing is deployed. */
  problem: string | undefined;
  data: string | undefined;
  bootMs: number;
}): string {
  const { where, keys, functions, flows, api, problem, data, bootMs } = reported;
  return [
    cliSentences("local-ready", {
      seconds: (bootMs / 1000).toFixed(1),
      account: where.accountId,
      region: where.region,
      hasUsualKeys: keys === undefined,
    }),
    "",
    endpointLines(where),
    "",
    problem ?? `  ${cliSentences("local-deployed", { functions: functions.length, flows: flows.length })}`,
    `  ${data === undefined ? cliSentences("local-nothing-kept") : cliSentences("local-kept", { folder: data })}`,
    ...(where.time.kind === "simulated"
      ? [`  ${cliMessage("local-time-still", { now: new Date(where.time.now).toISOString() })}`]
      : []),
    ...(keys === undefined ? [] : ["", `${cliMessage("local-keys-own")}:`, ...keys]),
    "",
    snippet(where, keys !== undefined),
    ...(api === undefined ? [] : ["", apiLines(api), "", pageLines(api)]),
    "",
    cliSentences("local-ends"),
  ].join("\n");
}

/** The services, then the listeners, one a line. */
export function endpointLines({ services, listeners, backends }: CloudEndpoints): string {
  const rows = [
    ["ALB", services.alb],
    ["CAS", services.cas],
    ["CloudFlow", services.fnf],
    ["FC", services.fc],
    ["SLS", services.log],
    ["RAM, STS", services.ram],
    ["DNS", services.alidns],
    [labelOf("name server"), services.dns, "UDP, TCP"],
    [labelOf("this cloud"), `${services.console}/local`, cliMessage("local-own-api")],
    ...listeners.map(({ listenerId, url, status, problem, protocol, port, description }) => [
      listenerId,
      url ?? `(${problem ?? `${protocol} ${port}, ${status}`})`,
      description,
    ]),
    ...backends.map(({ name, url }) => [name, url, "backend"]),
  ];
  return tableLines(rows)
    .map((line) => `  ${line}`)
    .join("\n");
}

function apiLines({ url, tokens }: { url: string; tokens: { operator: string; approver: string } }): string {
  return [
    labelled(cliMessage("local-api"), ""),
    `  TOKEN=${tokens.operator}`,
    `  ADA=${tokens.approver}`,
    `  curl -H "authorization: Bearer $TOKEN" ${url}/listeners`,
  ].join("\n");
}

/** Links that sign in: what stands behind the # is sent to no server, so that no log holds it. */
function pageLines({ url, tokens }: { url: string; tokens: { operator: string; approver: string } }): string {
  const link = (token: string) => `${url}/console/sign-in#token=${token}`;
  return [labelled(cliMessage("local-pages"), ""), `  ${link(tokens.operator)}`, `  ${link(tokens.approver)}`].join(
    "\n",
  );
}

function snippet({ services, region, listeners }: CloudEndpoints, ownKeys: boolean): string {
  const host = new URL(services.alb).host;
  const tls = listeners.find(({ url, protocol }) => url !== undefined && protocol === "HTTPS");
  return [
    labelled(cliMessage("local-client"), ""),
    '  import Alb from "@alicloud/alb20200616";',
    "  const client = new Alb.default({",
    `    endpoint: "${host}", protocol: "http", regionId: "${region}",`,
    ownKeys
      ? "    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID, accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,"
      : '    accessKeyId: "local", accessKeySecret: "local",',
    "  });",
    "  console.log((await client.listListeners(new Alb.ListListenersRequest({}))).body);",
    ...(tls?.url === undefined ? [] : [cliMessage("local-from-outside", { url: tls.url })]),
  ].join("\n");
}
