// Usage: node test/simulation/run.mjs [arguments of simulate.ts].
import { runBundled } from "../support/runBundled.mjs";

await runBundled("test/simulation/simulate.ts");
