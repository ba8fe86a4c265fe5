import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { makeCa, makeCertificate } from "../local/certificates.ts";

/** A real ACME server, Debian's `pebble`, on loopback. */
export interface Pebble {
  directoryUrl: string;
  /** PEM of the root of one of its chains, 0 being the usual one; others are there with `PEBBLE_ALTERNATE_ROOTS`. */
  root(chain: number): Promise<string>;
  /** What it answers to whoever asks for its directory. */
  directory(): Promise<object>;
  /** The CA of its own HTTPS certificate. */
  trustedCaPem: string;
  /** How many certificates it has issued. */
  issued(): number;
  close(): Promise<void>;
}

/**
 * Starts it; it asks `nameServer` (`host:port`) for names. Rejects with what to install when it is not there.
 * `environment` has its own settings, like `PEBBLE_WFE_NONCEREJECT`, and `more` goes into its configuration.
 */
export async function startPebble(
  nameServer: string,
  environment: Record<string, string> = {},
  more: object = {},
): Promise<Pebble> {
  const folder = await mkdtemp(join(tmpdir(), "pebble-"));
  const ca = await makeCa("pebble's own CA");
  const own = await makeCertificate({ names: ["127.0.0.1"], issuer: ca });
  const [port, managementPort] = [await freePort(), await freePort()];
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate: join(folder, "cert.pem"),
    privateKey: join(folder, "key.pem"),
    httpPort: 5002,
    tlsPort: 5001,
    ...more,
  };
  await writeFile(pebble.certificate, own.certificatePem);
  await writeFile(pebble.privateKey, own.privateKeyPem);
  await writeFile(join(folder, "config.json"), JSON.stringify({ pebble }));
  const child = spawn("pebble", ["-config", join(folder, "config.json"), "-dnsserver", nameServer, "-strict"], {
    env: { ...process.env, PEBBLE_VA_NOSLEEP: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? new Error("These tests need the ACME server pebble, which is not here. Run: apt-get install pebble")
          : error,
      ),
    );
    child.once("exit", (code) => reject(new Error(`pebble ended with ${code}:\n${said}`)));
  });
  ended.catch(() => {});
  const directoryUrl = `https://127.0.0.1:${port}/dir`;
  await Promise.race([ended, untilItAnswers(directoryUrl, ca.certificatePem)]);
  return {
    directoryUrl,
    trustedCaPem: ca.certificatePem,
    issued: () => said.match(/Issued certificate/g)?.length ?? 0,
    directory: async () => JSON.parse(await readText(directoryUrl, ca.certificatePem)) as object,
    root: (chain) => readText(`https://127.0.0.1:${managementPort}/roots/${chain}`, ca.certificatePem),
    async close() {
      child.kill();
      await ended.catch(() => {});
      await rm(folder, { recursive: true });
    },
  };
}

async function untilItAnswers(url: string, ca: string) {
  const answers = () =>
    new Promise<boolean>((resolve) => {
      get(url, { ca }, (response) => resolve(response.resume().statusCode === 200)).on("error", () => resolve(false));
    });
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function readText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca }, (response) => resolve(text(response))).on("error", reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
