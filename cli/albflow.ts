#!/usr/bin/env node
import { youngGeneration } from "../local/youngGeneration.ts";

// Before anything is loaded: what is loaded lets it grow.
if (process.argv.slice(2, 4).join(" ") === "local start") youngGeneration.keepSmall();
const { runProgram } = await import("./runProgram.ts");
await runProgram(process.argv.slice(2));
