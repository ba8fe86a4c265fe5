import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { openProxy } from "../../local/proxy/proxy.ts";
import { adminClient } from "./adminClient.ts";
import { home } from "./keysOnPort.ts";

interface ProxyOptions {
  port: number;
  listen: number[];
  ca?: string;
  json?: boolean;
}

/** `albflow local proxy`: leads clients that take no endpoint to a local cloud, until it is interrupted. */
export async function proxy({ port, listen, ca, json }: ProxyOptions): Promise<void> {
  const { services } = (await adminClient(port).get("/local/endpoints")) as CloudEndpoints;
  const opened = await openProxy({
    endpoints: services,
    ports: listen,
    ...(json === true ? {} : { log: (line: string) => console.error(line) }),
  });
  const file = ca ?? join(home(), `proxy-${port}.pem`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, opened.caPem);
  console.log(
    json === true ? JSON.stringify({ ports: opened.ports, ca: file }) : settingsText(opened.ports[0] ?? 0, file),
  );
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await opened.close();
}

/** What a shell has to be told so that the programs it starts use the proxy and trust it. */
function settingsText(port: number, file: string): string {
  const address = `http://127.0.0.1:${port}`;
  return [
    `${cliMessage("local-proxy-ready")}:`,
    `  export HTTPS_PROXY=${address} HTTP_PROXY=${address} NO_PROXY=127.0.0.1,localhost`,
    `  export NODE_EXTRA_CA_CERTS=${file} SSL_CERT_FILE=${file} REQUESTS_CA_BUNDLE=${file}`,
    cliSentences("local-proxy-ends"),
  ].join("\n");
}
