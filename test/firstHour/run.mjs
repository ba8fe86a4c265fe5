// Usage: npm run firsthour [-- --json].
import { runBundled } from "../support/runBundled.mjs";

await runBundled("test/firstHour/firstHour.ts");
