import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
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
    `The local cloud is ready (${(bootMs / 1000).toFixed(1)} s): account ${where.accountId}, region ${where.region}${keys === undefined ? ", keys local/local" : ""}.`,
    "",
    endpointLines(where),
    "",
    problem ?? `  ${functions.length} functions and ${flows.length} flows are deployed.`,
    data === undefined ? "  Nothing is kept; --data <folder> keeps everything." : `  Everything is kept in ${data}.`,
    ...(where.time.kind === "simulated"
      ? [`  It is ${new Date(where.time.now).toISOString()}, and time stands still: albflow local advance 1h`]
      : []),
    ...(keys === undefined
      ? []
      : [
          "",
          "It has keys of its own. `albflow ... --local` knows them; SDKs and tools by their environment:",
          ...keys,
        ]),
    "",
    snippet(where, keys !== undefined),
    ...(api === undefined ? [] : ["", apiLines(api), "", pageLines(api)]),
    "",
    "Ctrl-C ends it.",
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
    ["name server", services.dns, "UDP and TCP"],
    ["this cloud", `${services.console}/local`, "its own API: endpoints, calls, faults, world"],
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
    "albflow's own API, for a week, as olga, who may operate, or as ada, who may approve:",
    `  TOKEN=${tokens.operator}`,
    `  ADA=${tokens.approver}`,
    `  curl -H "authorization: Bearer $TOKEN" ${url}/listeners`,
  ].join("\n");
}

/** Links that sign in: what stands behind the # is sent to no server, so that no log holds it. */
function pageLines({ url, tokens }: { url: string; tokens: { operator: string; approver: string } }): string {
  const link = (token: string) => `${url}/console/sign-in#token=${token}`;
  return [
    "The same as pages, signed in as olga, or, in another browser, as ada:",
    `  ${link(tokens.operator)}`,
    `  ${link(tokens.approver)}`,
  ].join("\n");
}

function snippet({ services, region, listeners }: CloudEndpoints, ownKeys: boolean): string {
  const host = new URL(services.alb).host;
  const tls = listeners.find(({ url, protocol }) => url !== undefined && protocol === "HTTPS");
  return [
    "A client, with the official SDK:",
    '  import Alb from "@alicloud/alb20200616";',
    "  const client = new Alb.default({",
    `    endpoint: "${host}", protocol: "http", regionId: "${region}",`,
    ownKeys
      ? "    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID, accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,"
      : '    accessKeyId: "local", accessKeySecret: "local",',
    "  });",
    "  console.log((await client.listListeners(new Alb.ListListenersRequest({}))).body);",
    ...(tls?.url === undefined ? [] : [`From outside: curl -k ${tls.url}/`]),
  ].join("\n");
}
