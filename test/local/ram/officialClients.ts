import { Readable } from "node:stream";
import "../localhostNames.ts";
import Alb, { ListListenersRequest } from "@alicloud/alb20200616";
import Cas, { UploadUserCertificateRequest } from "@alicloud/cas20200407";
import Fc2 from "@alicloud/fc2";
import Fc3, { InvokeFunctionHeaders, InvokeFunctionRequest } from "@alicloud/fc20230330";
import Fnf from "@alicloud/fnf-2019-03-15";
import Log from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import PopCore from "@alicloud/pop-core";
import Sls, { CreateLogStoreRequest } from "@alicloud/sls20201230";
import * as $dara from "@darabonba/typescript";

export interface Scope {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/** One typical call of each official client to a server on a loopback port. Rejections are the caller's business. */
export const OFFICIAL_CALLS: Record<string, (port: number, keys: Scope) => Promise<unknown>> = {
  "alb20200616 (ACS3)": (port, keys) =>
    new Alb.default(config(keys, `127.0.0.1:${port}`)).listListeners(
      new ListListenersRequest({ listenerIds: ["lsn-1", "lsn b*~é!'()"], maxResults: 10 }),
    ),
  "cas20200407 (ACS3)": (port, keys) =>
    new Cas.default(config(keys, `127.0.0.1:${port}`)).uploadUserCertificate(
      new UploadUserCertificateRequest({ name: "a+b c", cert: "-----\n+/=\n", key: "k" }),
    ),
  "fc20230330 (ACS3 with a body)": (port, keys) =>
    new Fc3.default(config(keys, `127.0.0.1:${port}`)).invokeFunctionWithOptions(
      "echo",
      new InvokeFunctionRequest({ qualifier: "LATEST", body: Readable.from(Buffer.from('{"a":1}')) }),
      new InvokeFunctionHeaders({ xFcInvocationType: "Sync" }),
      new $dara.RuntimeOptions({}),
    ),
  "fnf-2019-03-15 by POST (RPC)": (port, keys) =>
    new Fnf({ ...keys, endpoint: `http://127.0.0.1:${port}` }).startExecution({
      FlowName: "flow",
      ExecutionName: "run (1)*~!'",
      Input: '{"a":"ü + b"}',
    }),
  "fnf-2019-03-15 by GET (RPC)": (port, keys) =>
    new Fnf({ ...keys, endpoint: `http://127.0.0.1:${port}` }).describeExecution({
      FlowName: "flow",
      ExecutionName: "run 1",
    }),
  "pop-core (RPC)": (port, keys) =>
    new PopCore({ ...keys, endpoint: `http://127.0.0.1:${port}`, apiVersion: "2020-06-16" }).request("ListListeners", {
      ListenerIds: ["a", "b"],
    }),
  "log with a body (LOG, SHA-1)": (port, keys) =>
    new Log({ ...keys, endpoint: `http://sls.localhost:${port}` }).createLogStore("project", "store", {
      ttl: 1,
      shardCount: 2,
    }),
  "log with a query (LOG, SHA-1)": (port, keys) =>
    new Log({ ...keys, endpoint: `http://sls.localhost:${port}` }).getLogs(
      "project",
      "store",
      new Date(0),
      new Date(60_000),
      { query: "status: 502 and ü", line: 5 },
    ),
  "sls20201230 (LOG, SHA-256)": (port, keys) =>
    new Sls.default(config(keys, `sls.localhost:${port}`)).createLogStoreWithOptions(
      "project",
      new CreateLogStoreRequest({ logstoreName: "store", ttl: 1, shardCount: 2 }),
      {},
      new $dara.RuntimeOptions({}),
    ),
  "fc2 (FC)": (port, keys) =>
    new Fc2("1234567890123456", {
      ...fc2Keys(keys),
      region: "cn-hangzhou",
      endpoint: `http://127.0.0.1:${port}`,
    }).invokeFunction("service", "echo", '{"a":1}', { "x-fc-log-type": "Tail" }),
  "fc2 turned to 2023-03-30 (FC)": (port, keys) => {
    const client = new Fc2("1234567890123456", {
      ...fc2Keys(keys),
      region: "cn-hangzhou",
      endpoint: `http://127.0.0.1:${port}`,
    });
    client.version = "2023-03-30";
    return client.request("POST", "/functions/echo/invocations", { qualifier: "LATEST" }, '{"a":1}');
  },
};

/** For the clients on openapi-core. */
function config(keys: Scope, endpoint: string) {
  return new $OpenApiUtil.Config({ ...keys, regionId: "cn-hangzhou", protocol: "http", endpoint });
}

function fc2Keys({ accessKeyId, ...rest }: Scope) {
  return { accessKeyID: accessKeyId, ...rest };
}
