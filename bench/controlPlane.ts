import { isMainThread } from "node:worker_threads";
import { makeCertificate } from "../test/local/certificates.ts";
import { measureControlPlane } from "./measureControlPlane.ts";

// Usage: node bench/run.mjs controlPlane [--json]
if (isMainThread) {
  const measured = await measureControlPlane(await makeCertificate({ names: ["www.example.com"] }));
  console.log(`control plane            ${measured.callsPerSecond} calls/s (signed, over HTTP, one in ten a write)`);
  for (const [kind, { one, thousand, ratio }] of Object.entries(measured.latency)) {
    console.log(`${kind.padEnd(8)} p50           ${one} ms with 1 listener, ${thousand} ms with 1,000: ${ratio}x`);
  }
  if (process.argv.includes("--json")) console.log(JSON.stringify(measured));
}
