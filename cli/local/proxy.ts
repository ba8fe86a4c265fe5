import { dirname, join, resolve } from "node:path";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import type { CloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import { writeClientSettings } from "../../local/proxy/clientSettings.ts";
import { openProxy } from "../../local/proxy/proxy.ts";
import { folderUnusable } from "../folderUnusable.ts";
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
  let environment: Record<string, string>;
  try {
    environment = writeClientSettings({
      base: resolve(file).replace(/\.pem$/, ""),
      caPem: opened.caPem,
      port: opened.ports[0] ?? 0,
      before: process.env,
    });
  } catch (cause) {
    await opened.close();
    throw folderUnusable(dirname(resolve(file)), "--ca", cause);
  }
  console.log(
    json === true ? JSON.stringify({ ports: opened.ports, ca: file, environment }) : settingsText(environment),
  );
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await opened.close();
}

/** What a shell has to be told so that the programs it starts use the proxy and trust it. */
function settingsText(environment: Record<string, string>): string {
  return [
    `${cliMessage("local-proxy-ready")}:`,
    ...Object.entries(environment).map(([name, value]) => `  export ${name}=${inShell(value)}`),
    cliSentences("local-proxy-ends"),
  ].join("\n");
}

/** As a shell's word. */
function inShell(value: string): string {
  return /^[\w./:,@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
