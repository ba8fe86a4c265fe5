// Usage: npm run fidelity [-- --json].
import { runBundled } from "../support/runBundled.mjs";

await runBundled("test/fidelity/fidelity.ts");
