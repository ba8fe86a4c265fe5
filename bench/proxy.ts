import { isMainThread } from "node:worker_threads";
import { makeCertificate } from "../test/local/certificates.ts";
import { measureProxy } from "./measureProxy.ts";

// Usage: node dist/bench/proxy.js [--json]
if (isMainThread) {
  const measured = await measureProxy([
    await makeCertificate({ names: ["www.example.com"] }),
    await makeCertificate({ names: ["www.example.com"] }),
  ]);
  const { plainRequestsPerSecond, requestsPerSecond, proxyRatio } = measured;
  console.log(`plain Node HTTPS proxy   ${plainRequestsPerSecond} requests/s`);
  console.log(`data plane               ${requestsPerSecond} requests/s, ${(proxyRatio * 100).toFixed(0)} % of plain`);
  console.log(
    `${measured.certificateChanges} certificate changes under load: ${measured.failedRequests} failed of ` +
      `${measured.requestsDuringChanges} requests on ${measured.handshakesDuringChanges} connections`,
  );
  if (process.argv.includes("--json")) console.log(JSON.stringify(measured));
}
