import "../local/localhostNames.ts";
import FcSdk from "@alicloud/fc20230330";
import { $OpenApiUtil, default as OpenApi } from "@alicloud/openapi-core";
import SlsSdk from "@alicloud/sls20201230";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { flat } from "../local/rpc/sdkCall.ts";
import type { Product } from "./responseModels.ts";

/** A local cloud with the example resources, and official clients that keep every answer as it came over the wire. */
export interface Recording {
  cloud: LocalCloud;
  /** Calls an action of the RPC style by parameters with wire names. Rejects as the SDK does. */
  call: <Answer = Record<string, never>>(product: RpcProduct, action: string, parameters?: object) => Promise<Answer>;
  fc: InstanceType<typeof FcSdk.default>;
  sls: InstanceType<typeof SlsSdk.default>;
  /** What came back, by product and action: `alb ListListeners`. */
  answers: ReadonlyMap<string, unknown[]>;
  /** What was sent in calls that succeeded, in their order. */
  sent: readonly Sent[];
  close(): Promise<void>;
}

/** A call that succeeded. */
export interface Sent {
  product: Product;
  action: string;
  parameters: unknown;
}

type RpcProduct = Extract<Product, "alb" | "cas" | "cms" | "dns" | "fnf" | "kms" | "ram" | "sts">;

const VERSIONS: Record<RpcProduct, string> = {
  alb: "2020-06-16",
  cas: "2020-04-07",
  cms: "2019-01-01",
  dns: "2015-01-09",
  fnf: "2019-03-15",
  kms: "2016-01-20",
  ram: "2015-05-01",
  sts: "2015-04-01",
};
/** Actions that belong to another version of their product. */
const OWN_VERSIONS: Record<string, string> = {
  DescribeCACertificate: "2020-06-30",
  DescribeCACertificateList: "2020-06-30",
  DescribeUserCertificateDetail: "2018-07-13",
  CreateCertificateName: "2018-08-13",
  CreateServiceLinkedRole: "2020-03-31",
  CheckServiceLinkedRoleExistence: "2020-03-31",
  CreateTrail: "2020-07-06",
  DeleteTrail: "2020-07-06",
  DescribeTrails: "2020-07-06",
  StartLogging: "2020-07-06",
};

interface Client {
  callApi(params: { action: string }, request: unknown, runtime: unknown): Promise<{ body: unknown }>;
  execute(params: { action: string }, request: unknown, runtime: unknown): Promise<{ body: unknown }>;
}

/** Starts it; no change takes time. */
export async function startRecording(): Promise<Recording> {
  const cloud = await startLocalCloud({
    port: 0,
    changeMs: 0,
    rates: false,
    seed: "local/seed/example.yaml",
    randomSeed: "fidelity",
    isolation: { kind: "thread" },
  });
  const answers = new Map<string, unknown[]>();
  const sent: Sent[] = [];
  const keep = (product: Product, action: string, parameters: unknown, answer: unknown) => {
    sent.push({ product, action, parameters });
    const key = `${product} ${action}`;
    answers.set(key, [...(answers.get(key) ?? []), answer]);
  };
  const { alb, cas, fnf, fc, log, ram, alidns, kms, cms } = cloud.endpoints;
  const hosts = { alb, cas, fnf, ram, sts: ram, dns: alidns, kms, cms };
  const configOf = (endpoint: string) =>
    new $OpenApiUtil.Config({
      accessKeyId: "local",
      accessKeySecret: "local",
      regionId: "cn-hangzhou",
      protocol: "http",
      endpoint: endpoint.replace("http://", ""),
      readTimeout: 10_000,
      connectTimeout: 10_000,
    });
  const recorded = <Sdk extends object>(sdk: Sdk, product: Product, method: "callApi" | "execute"): Sdk => {
    const inner = sdk as unknown as Client;
    const call = inner[method].bind(inner);
    inner[method] = async (params, request, runtime) => {
      const response = await call(params, request, runtime);
      keep(product, params.action, (request as { body?: unknown }).body, response.body);
      return response;
    };
    return sdk;
  };
  const clients = new Map<string, Client>();
  return {
    cloud,
    answers,
    sent,
    async call<Answer>(product: RpcProduct, action: string, parameters: object = {}) {
      const known = clients.get(product) ?? (new OpenApi.default(configOf(hosts[product])) as unknown as Client);
      clients.set(product, known);
      const params = new $OpenApiUtil.Params({
        action,
        version: OWN_VERSIONS[action] ?? VERSIONS[product],
        protocol: "HTTP",
        pathname: "/",
        method: "POST",
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      }) as unknown as { action: string };
      const request = new $OpenApiUtil.OpenApiRequest({ query: flat(JSON.parse(JSON.stringify(parameters))) });
      const { body } = await known.callApi(params, request, {});
      keep(product, action, JSON.parse(JSON.stringify(parameters)), body);
      return body as Answer;
    },
    fc: recorded(new FcSdk.default(configOf(fc)), "fc", "callApi"),
    sls: recorded(new SlsSdk.default(configOf(log)), "sls", "execute"),
    close: () => cloud.close(),
  };
}
