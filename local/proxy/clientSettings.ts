import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

interface ClientSettings {
  /** The files are named after it: `<base>.pem`, `<base>.cjs`, `<base>.python/`. */
  base: string;
  /** Of the proxy's authority. */
  caPem: string;
  /** Of the proxy, on this machine. */
  port: number;
  /** The environment so far: what it loads already stays. */
  before: NodeJS.ProcessEnv;
}

/**
 * The environment in which unmodified clients of the cloud reach a local proxy and trust it. Writes the files that it names.
 * `HTTPS_PROXY` and a file of certificates are enough for Go and curl. A Node before 24 knows no proxy, and the official Python SDKs
 * trust what their library `certifi` ships and nothing else, so that each is given a module that it loads first.
 */
export function writeClientSettings({ base, caPem, port, before }: ClientSettings): Record<string, string> {
  const ca = `${base}.pem`;
  const python = `${base}.python`;
  const node = `${base}.cjs`;
  mkdirSync(dirname(base), { recursive: true, mode: 0o700 });
  mkdirSync(python, { recursive: true, mode: 0o700 });
  writeFileSync(ca, caPem);
  writeFileSync(node, nodeModule(port));
  writeFileSync(join(python, "sitecustomize.py"), pythonModule(ca));
  const address = `http://127.0.0.1:${port}`;
  return {
    HTTPS_PROXY: address,
    HTTP_PROXY: address,
    NO_PROXY: "127.0.0.1,localhost",
    SSL_CERT_FILE: ca,
    CURL_CA_BUNDLE: ca,
    REQUESTS_CA_BUNDLE: ca,
    NODE_EXTRA_CA_CERTS: ca,
    NODE_OPTIONS: [before.NODE_OPTIONS, `--require ${JSON.stringify(node)}`].filter(isSet).join(" "),
    PYTHONPATH: [python, before.PYTHONPATH].filter(isSet).join(delimiter),
  };
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}

/**
 * Each connection to a host of the cloud, with and without TLS, goes to the proxy, which answers for the host itself. The
 * program's own code, its endpoints and what it signs stay as they are. Node's `fetch` is not led: no client of the cloud uses it.
 */
function nodeModule(port: number): string {
  return `"use strict";
for (const { Agent } of [require("node:http"), require("node:https")]) {
  const open = Agent.prototype.createConnection;
  Agent.prototype.createConnection = function (options, ...more) {
    const { host, servername } = options;
    if (!/\\.aliyuncs\\.com$/i.test(String(host))) return open.call(this, options, ...more);
    return open.call(this, { ...options, host: "127.0.0.1", port: ${port}, servername: servername || host }, ...more);
  };
}
`;
}

/** Whatever certificates a program trusts, it trusts the proxy's authority, too: that one is good for the cloud's names alone. */
function pythonModule(ca: string): string {
  return `import ssl

plain = ssl.SSLContext.load_verify_locations


def load_verify_locations(self, *given, **named):
    plain(self, *given, **named)
    plain(self, cafile=${JSON.stringify(ca)})


ssl.SSLContext.load_verify_locations = load_verify_locations
`;
}
