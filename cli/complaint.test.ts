import { expect, test } from "vitest";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { complaintOf, jsonComplaint, wantsJson } from "./complaint.ts";

test("a mistyped --listener is recognised, although its other name is longer", () => {
  const said = (option: string) => complaintOf(`error: unknown option '${option}'\n`, []);
  expect(said("--listner")).toMatch(/'--listner'\n\(Did you mean --listener\?\)\n$/);
  expect(said("--lisetner")).toContain("(Did you mean --listener?)");
  expect(said("--port-range")).toBe("error: unknown option '--port-range'\n");
  const known = "error: unknown option '--idle-timout'\n(Did you mean --idle-timeout?)\n";
  expect(complaintOf(known, [])).toBe(known);
});

test("whoever asks for JSON is told in JSON what is wrong, with its code", () => {
  expect([["--json"], ["--output", "json"], ["--output=json"], ["--output", "yaml"], []].map(wantsJson)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  const error = new AlbflowError("InvalidInput", reason("query-invalid", { query: "[" }));
  expect(JSON.parse(jsonComplaint("It is no path.", error))).toEqual({
    error: { message: "It is no path.", kind: "InvalidInput", code: "query-invalid", params: { query: "[" } },
  });
  expect(complaintOf("error: missing required argument 'id'\n", ["--json"])).toBe(
    '{"error":{"message":"missing required argument \'id\'"}}\n',
  );
});
