import { AlbflowError } from "./errors.ts";
import type { Handler } from "./functionCompute.ts";
import { reasonText } from "./reasons/reasonText.ts";
import { shortReason } from "./reasons/shortReason.ts";
import { shortened } from "./shortened.ts";

/**
 * A handler whose errors are short enough for a flow's state: Function Compute passes on the whole of what was thrown,
 * message and stack, and the flow carries it beside its verdict (cloudflow.md §4, A2).
 */
export function shortErrors<Answer>(handler: Handler<Answer>): Handler<Answer> {
  return async (event, context) => {
    try {
      return await handler(event, context);
    } catch (error) {
      if (error instanceof Error) {
        // The stack begins with the message as it was.
        const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
        error.message =
          error instanceof AlbflowError && error.reason.code !== "text"
            ? shortened(reasonText(shortReason(error.reason, MESSAGE_BYTES - 100)), MESSAGE_BYTES)
            : shortened(error.message, MESSAGE_BYTES);
        error.stack = shortened(
          [`${error.name}: ${error.message}`, ...frames.slice(0, FRAMES)].join("\n"),
          2 * MESSAGE_BYTES,
        );
      }
      throw error;
    }
  };
}

const MESSAGE_BYTES = 800;
const FRAMES = 5;
