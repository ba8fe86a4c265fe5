import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { writeClientSettings } from "../../local/proxy/clientSettings.ts";
import { type LocalProxy, openProxy } from "../../local/proxy/proxy.ts";
import { pythonSdks } from "../python/pythonSdks.ts";
import { commandPath } from "../tools.ts";

/** Where `.ci/run` puts the Java SDKs and what they need. */
const JAVA_SDKS = "node_modules/.java-sdks";
const javaSdksAreThere = existsSync(JAVA_SDKS) && spawnSync("java", ["-version"]).status === 0;
if (!javaSdksAreThere) {
  console.warn(
    `SKIPPED: the official Java SDKs. They need java and \`mvn -f test/clients/java/pom.xml dependency:copy-dependencies -DoutputDirectory=$PWD/${JAVA_SDKS}\`.`,
  );
}
if (!pythonSdks.areThere) console.warn(`SKIPPED: the official Python SDKs through the proxy. ${pythonSdks.hint}`);

let folder: string;
let cloud: LocalCloud;
let proxy: LocalProxy;
/** What `albflow local proxy` tells a shell to set, and nothing else that names the local cloud. */
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "albflow-clients-"));
  cloud = await startLocalCloud({
    port: 0,
    fast: true,
    seed: "local/seed/example.yaml",
    isolation: { kind: "thread" },
  });
  proxy = await openProxy({ endpoints: cloud.endpoints, ports: [0] });
  const led = { base: join(folder, "proxy"), caPem: proxy.caPem, port: proxy.ports[0] ?? 0 };
  const before = { PATH: process.env.PATH, HOME: folder, PYTHONPATH: pythonSdks.folder, PYTHONDONTWRITEBYTECODE: "1" };
  environment = { ...before, ...writeClientSettings({ ...led, before }) };
});
afterAll(async () => {
  await proxy?.close();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: string, ...parameters: string[]): Promise<string> {
  return (await promisify(execFile)(command, parameters, { env: environment })).stdout;
}

test("the official clients for TypeScript, with no endpoint and no proxy in their code, work on the local cloud", async () => {
  expect(JSON.parse(await run(process.execPath, "test/clients/nodeClients.mjs", folder))).toEqual({
    alb: 4,
    cas: 10,
    alidns: 0,
    fc: [],
    ram: "EntityNotExist.Role",
    sts: "1234567890123456",
    sls: 2,
    log: "by the older client",
    fnf: [],
    popCore: 9,
    serviceLinkedRole: false,
    uploaded: "by way of a bucket",
  });
});

test.skipIf(!pythonSdks.areThere)(
  "the official Python SDKs, with no endpoint and no proxy in their code, work on the local cloud",
  async () => {
    expect(JSON.parse(await run("python3", "test/python/proxied.py"))).toEqual({
      alb: 9,
      cas: 10,
      alidns: 0,
      fc: [],
      fnf: [],
      ram: false,
      sts: "1234567890123456",
      sls: "by Python",
    });
  },
);

test.skipIf(!javaSdksAreThere)(
  "the official Java SDKs, with no endpoint and no proxy in their code, work on the local cloud",
  async () => {
    const store = join(folder, "trusted.p12");
    const [file = ""] = [environment.SSL_CERT_FILE];
    await run(
      "keytool",
      "-importcert",
      "-noprompt",
      "-alias",
      "proxy",
      "-file",
      file,
      "-keystore",
      store,
      "-storepass",
      "changeit",
    );
    const settings = [
      // A short life needs no better compiler.
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-Dhttps.proxyHost=127.0.0.1",
      `-Dhttps.proxyPort=${proxy.ports[0]}`,
      `-Djavax.net.ssl.trustStore=${store}`,
      "-Djavax.net.ssl.trustStorePassword=changeit",
    ];
    const printed = await run("java", ...settings, "-cp", `${JAVA_SDKS}/*`, "test/clients/java/Clients.java");
    expect(printed.split("\n")).toEqual([
      "listeners 9",
      "certificates 10",
      "started Running",
      "missing ResourceNotFound.Listener",
      "",
    ]);
  },
);

test.skipIf(commandPath("curl") === undefined)(
  "curl reaches the hosts of the cloud by the environment alone",
  async () => {
    const printed = await run(
      "curl",
      "-sS",
      "https://sts.cn-hangzhou.aliyuncs.com/?Action=GetCallerIdentity&Version=2015-04-01",
    );
    expect(JSON.parse(printed)).toMatchObject({ Code: "MissingAccessKeyId" });
  },
);
