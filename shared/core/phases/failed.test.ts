import { expect, test } from "vitest";
import { verdictWith } from "../verdict.ts";
import { byHand } from "./failed.ts";

const verdict = verdictWith({ operation: "createTlsPolicy", execution: "run-1" });

test.each([
  ["the listener that it is about", { input: { listenerId: "lsn-1" }, touches: ["alb-1"] }, "lsn-1"],
  [
    "what it has made",
    { touches: ["tls=modern"], writes: [{ made: { name: "securityPolicy", id: "spy-1" } }] },
    "spy-1",
  ],
  ["what it would touch", { touches: ["tls=modern"] }, "tls=modern"],
  ["its own name where nothing was looked at", {}, "run-1"],
])("an execution is told by %s", (_what, given, resource) => {
  expect(byHand({ ...verdict, ...given } as typeof verdict)).toEqual({ resource, execution: "run-1" });
});
