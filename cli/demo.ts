import { cliMessages } from "../deployment/language.ts";
import { withMessages } from "../shared/core/messages/withMessages.ts";
import { runDemo } from "./demo/runDemo.ts";

/**
 * `npm run demo [-- --json] [--break verification|successor]`: the main job on real input, on one machine.
 * Exit code 0: the certificate was rotated and no client saw anything wrong.
 */
const arguments_ = process.argv.slice(2);
const json = arguments_.includes("--json");
const broken = arguments_[arguments_.indexOf("--break") + 1];
const breaks = arguments_.includes("--break") ? broken : undefined;
if (breaks !== undefined && breaks !== "verification" && breaks !== "successor") {
  console.error(`--break takes "verification" or "successor", not ${JSON.stringify(breaks)}.`);
  process.exit(2);
}
const result = await runDemo({ breaks, print: json ? () => undefined : (line) => console.log(line) });
if (json) console.log(JSON.stringify(withMessages(result, cliMessages())));
process.exitCode =
  result.rotated && result.handshakes.wrong + result.handshakes.failed + result.requests.failed === 0 ? 0 : 1;
