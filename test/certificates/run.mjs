// Usage: node test/certificates/run.mjs [arguments of certificates.ts].
import { runBundled } from "../support/runBundled.mjs";

await runBundled("test/certificates/certificates.ts");
