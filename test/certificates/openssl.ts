import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServedListener } from "../../local/alb/dataPlane/contract.ts";
import { createDataPlane } from "../../local/alb/dataPlane/dataPlane.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { POLICIES, type Stored } from "./cases.ts";
import { DAY_MS, type Made, makeOne, type Pair } from "./madeCertificate.ts";

/** Clients as they are met, by what they offer to `openssl s_client`. */
const CLIENTS: Record<string, string[]> = {
  browser: [
    "-sigalgs",
    "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA384:RSA+SHA384:RSA-PSS+SHA512:RSA+SHA512",
    "-groups",
    "X25519:P-256:P-384",
    "-min_protocol",
    "TLSv1.2",
  ],
  "TLS 1.3 only": ["-tls1_3"],
  "TLS 1.2 with RSA suites only": [
    "-tls1_2",
    "-cipher",
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA:AES128-GCM-SHA256:AES256-SHA",
  ],
  "TLS 1.2 with ECDSA suites only": ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA"],
  "TLS 1.0": ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
};

/** What OpenSSL has to say of a chain that is served. */
export interface Finding {
  /** Names of `CLIENTS` that agree on a cipher suite with it; the chain does not matter for that. */
  connects: string[];
  /** Why clients turn the chain away that is served on a real socket; empty when they take it for every name. */
  objections: string[];
  /** Whether clients still take it at the time that was asked about. */
  lasts: boolean;
}

/** The judge: OpenSSL's `verify`, `x509` and `s_client`, at real sockets of the local data plane. */
export interface Judge {
  /** `trusted` are the roots of the clients; null for clients that verify nothing but names. */
  judgeChain(
    stored: Stored,
    asked: { names: string[]; trusted: Made[] | null; policyId: string; lastsUntil: number },
  ): Promise<Finding>;
  /** Which clients agree with a policy on a cipher suite for such a key. */
  connects(policyId: string, key: Pair): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the judge; its files stand in `folder`, which the caller removes. `now` is in milliseconds since 1970. */
export function openJudge(folder: string, now: number): Judge {
  const plane = createDataPlane({ clock: systemClock, random: () => 0.5, writeLogs() {}, mapPort: () => 0 });
  const known = new Map<string, Promise<string[]>>();
  let files = 0;
  const write = (text: string) => {
    files += 1;
    const file = join(folder, `${files}.pem`);
    writeFileSync(file, text);
    return file;
  };

  /** Serves it while something is done; undefined where nobody could serve it. */
  async function serving<Answer>(
    { chain, key, pem }: Stored,
    policyId: string,
    work: (address: string) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    files += 1;
    const listenerId = `lsn-${files}`;
    const [leaf] = chain;
    const certificatePem = pem ?? chain.map((one) => one.pem).join("");
    const privateKeyPem = (key ?? leaf?.key)?.privateKey.export({ type: "pkcs8", format: "pem" }).toString() ?? "";
    const policy = POLICIES[policyId] ?? { versions: [], ciphers: [] };
    try {
      await plane.serve({
        ...LISTENER,
        listenerId,
        tls: {
          defaultCertificate: { certificateId: "1-cn-hangzhou", certificatePem, privateKeyPem },
          additionalCertificates: [],
          ...policy,
        },
      });
    } catch {
      return undefined;
    }
    const endpoint = plane.endpoint(listenerId);
    try {
      return endpoint === undefined ? undefined : await work(`${endpoint.address}:${endpoint.port}`);
    } finally {
      await plane.stop(listenerId);
    }
  }

  function connects(policyId: string, key: Pair): Promise<string[]> {
    const asked = `${policyId} ${key.name}`;
    const reading = known.get(asked) ?? tryAll(policyId, key);
    known.set(asked, reading);
    return reading;
  }

  async function tryAll(policyId: string, key: Pair): Promise<string[]> {
    // In which nothing else is wrong.
    const plain = makeOne({ subject: "plain.example.com", names: ["plain.example.com"], key, until: 30 }, now);
    const found = await serving({ chain: [plain] }, policyId, async (address) => {
      const agreed: string[] = [];
      for (const [client, options] of Object.entries(CLIENTS)) {
        const { text } = await openssl(["s_client", "-connect", address, ...options]);
        if (AGREED.test(text)) agreed.push(client);
      }
      return agreed;
    });
    return found ?? [];
  }

  return {
    connects,
    async judgeChain(stored, { names, trusted, policyId, lastsUntil }) {
      const blocks = (stored.pem ?? stored.chain.map(({ pem }) => pem).join("")).match(BLOCK) ?? [];
      const leaf = write(blocks[0] ?? "");
      const said = await text(leaf);
      const objections = [...ownObjections(said), ...nameObjections(blocks[0] ?? "", names)];
      const at = (day: number) => ["-attime", String(Math.floor((now + day * DAY_MS) / 1000))];
      let lasts = true;
      if (trusted !== null) {
        const roots = write(trusted.map(({ pem }) => pem).join(""));
        const host = probe(names[0] ?? "");
        const rules = ["-CAfile", roots, "-purpose", "sslserver", "-auth_level", "2", "-verify_hostname", host];
        const wire = await serving(stored, policyId, async (address) => {
          const sent = ["-connect", address, "-servername", host, "-status", "-verify_return_error"];
          return openssl([
            "s_client",
            ...sent,
            ...rules,
            ...at(0),
            "-cipher",
            "ALL:@SECLEVEL=0",
            "-min_protocol",
            "TLSv1",
          ]);
        });
        if (wire === undefined) objections.push("nothing can serve it");
        else if (!AGREED.test(wire.text) || !/Verify return code: 0 \(ok\)/.test(wire.text))
          objections.push(reasonIn(wire.text));
        if (/OCSP response: no response sent/.test(wire?.text ?? "") && said.includes("status_request")) {
          objections.push("it demands a stapled answer, and none was sent");
        }
        const inOrder = write(chainInOrder(blocks));
        const strict = await openssl(["verify", ...rules, ...at(0), "-untrusted", inOrder, leaf]);
        if (strict.code !== 0) objections.push(`in the order of the chain: ${reasonIn(strict.text)}`);
        const all = write(blocks.slice(1).join("\n"));
        const later = await openssl([
          "verify",
          ...rules,
          ...at(lastsUntil),
          ...(blocks.length > 1 ? ["-untrusted", all] : []),
          leaf,
        ]);
        lasts = later.code === 0;
      } else {
        lasts =
          (await openssl(["x509", "-in", leaf, "-noout", "-checkend", String(Math.round(lastsUntil * 86_400))]))
            .code === 0;
      }
      return {
        connects: stored.chain[0] === undefined ? [] : await connects(policyId, stored.chain[0].key),
        objections,
        lasts,
      };
    },
    close: () => plane.close(),
  };

  function text(leaf: string) {
    return openssl(["x509", "-in", leaf, "-noout", "-text"]).then((found) => found.text);
  }

  /** What browsers and standards demand and `verify` does not: no CA as a server, the right to sign. */
  function ownObjections(said: string): string[] {
    const usage = /X509v3 Key Usage:[^\n]*\n([^\n]*)/.exec(said)?.[1];
    const isSelfSigned = /Issuer: (.*)/.exec(said)?.[1] === /Subject: (.*)/.exec(said)?.[1];
    return [
      ...(said.includes("CA:TRUE") && !isSelfSigned ? ["browsers take no CA for a server"] : []),
      ...(usage !== undefined && !usage.includes("Digital Signature") ? ["browsers want it to be for signatures"] : []),
    ];
  }

  /** OpenSSL's own comparison (X509_check_host), as Node hands it on. */
  function nameObjections(block: string, names: string[]): string[] {
    const certificate = new X509Certificate(block);
    const isFor = (name: string) => certificate.checkHost(probe(name)) !== undefined;
    return names.filter((name) => !isFor(name)).map((name) => `it is not for ${name}`);
  }
}

/** What `s_client` says of a handshake that came to its end. */
const AGREED = /Cipher is (?!\(NONE\))/;
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const LISTENER: Omit<ServedListener, "listenerId" | "tls"> = {
  loadBalancerId: "alb-1",
  address: "127.0.7.1",
  port: 443,
  protocol: "HTTPS",
  http2: false,
  gzip: false,
  idleTimeout: 15,
  requestTimeout: 60,
  xForwardedFor: {
    forwardedFor: false,
    proto: false,
    port: false,
    loadBalancerId: false,
    clientSrcPort: false,
    clientCert: {},
  },
  serverGroups: [],
  rules: [],
};

/** What a client finds that goes through the chain once, from front to back, as TLS 1.2 allows it (RFC 5246 §7.4.2). */
function chainInOrder(blocks: string[]): string {
  const kept: string[] = [];
  let last = blocks[0] ?? "";
  for (const block of blocks.slice(1)) {
    const [child, issuer] = [new X509Certificate(last), new X509Certificate(block)];
    if (!(child.checkIssued(issuer) && child.verify(issuer.publicKey))) continue;
    kept.push(block);
    last = block;
  }
  return kept.join("\n");
}

function probe(name: string): string {
  return name.replace("*", "any");
}

function reasonIn(said: string): string {
  return (
    /error \d+ at[^\n]*|verify error:[^\n]*|Verify return code: [^\n]*|error:[^\n]*/.exec(said)?.[0] ??
    "no reason was said"
  );
}

function openssl(args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile("openssl", args, { timeout: 20_000, maxBuffer: 2 ** 22 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, text: `${stdout}${stderr}` });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end();
  });
}
