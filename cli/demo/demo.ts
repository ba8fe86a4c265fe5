import { cliMessages } from "../../deployment/language.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { runDemo } from "./runDemo.ts";

/**
 * `albflow demo`: the main job on real input, on one machine. Exit code 0: the certificate was rotated and no client saw
 * anything wrong.
 */
export async function demo(options: { break?: "verification" | "successor"; json?: boolean }): Promise<void> {
  const { json = false } = options;
  const result = await runDemo({
    breaks: options.break,
    print: json ? () => undefined : (line) => console.log(line),
  });
  if (json) console.log(JSON.stringify(withMessages(result, cliMessages())));
  const isUnseen = result.handshakes.wrong + result.handshakes.failed + result.requests.failed === 0;
  process.exitCode = result.rotated && isUnseen ? 0 : 1;
}
