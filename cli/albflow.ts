#!/usr/bin/env node
import { inspect } from "node:util";
import { redact } from "../shared/redact.ts";
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
  return nobodyThere
    ? "No local cloud answers there. Start one with `albflow local start`, or name its first port with --port."
    : error.message;
}
