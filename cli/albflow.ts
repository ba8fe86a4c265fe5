#!/usr/bin/env node
import { inspect } from "node:util";
import { AlbflowError } from "../shared/errors.ts";
import { type Reason, reason } from "../shared/reasons/reason.ts";
import { redact } from "../shared/redact.ts";
import { cliSayer } from "./language.ts";
import { makeProgram } from "./program.ts";

try {
  await makeProgram().parseAsync();
} catch (error) {
  // A person wants the sentence; whoever wants the stack sets DEBUG.
  const wantsStack = process.env.DEBUG !== undefined || !(error instanceof Error);
  console.error(redact(wantsStack ? inspect(error) : `albflow: ${sentenceOf(error)}`));
  process.exitCode = 1;
}

function sentenceOf(error: Error & { code?: string }): string {
  const nobodyThere = error.code === "ECONNREFUSED" && error.message.includes("127.0.0.1");
  const why = nobodyThere ? reason("local-cloud-not-running") : errorReason(error);
  return cliSayer().sentences(why);
}

/** What is no error of ours is one of the command line's library, in words. */
function errorReason(error: Error): Reason {
  return error instanceof AlbflowError ? error.reason : reason("text", { text: error.message });
}
