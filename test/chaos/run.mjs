// Usage: node test/chaos/run.mjs [arguments of chaos.ts].
import { runBundled } from "../runBundled.mjs";

await runBundled("test/chaos/chaos.ts");
