#!/usr/bin/env node
import { runProgram } from "./runProgram.ts";

await runProgram(process.argv.slice(2));
