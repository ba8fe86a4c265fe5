// Usage: node test/simulation/run.mjs [arguments of simulate.ts].
import { runBundled } from "../runBundled.mjs";

await runBundled("test/simulation/simulate.ts");
