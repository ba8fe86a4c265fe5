// Usage: node test/chaos/run.mjs [arguments of chaos.ts], or node test/chaos/run.mjs --kill [arguments of kill/kill.ts].
import { runBundled } from "../support/runBundled.mjs";

await runBundled(process.argv.includes("--kill") ? "test/chaos/kill/kill.ts" : "test/chaos/chaos.ts");
