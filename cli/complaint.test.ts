import { expect, test } from "vitest";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { jsonComplaint, reasonFor, wantsJson } from "./complaint.ts";

const typed = (message: string) =>
  reasonFor(Object.assign(new Error(message), { code: "commander.any" }), ["--listener", "--plan"]);

test("a mistyped --listener is recognised, although its other name is longer", () => {
  const meant = (option: string) => typed(`error: unknown option '${option}'`).params;
  expect(meant("--listner")).toEqual({ option: "--listner", meant: ["--listener"] });
  expect(meant("--lisetner")).toEqual({ option: "--lisetner", meant: ["--listener"] });
  expect(meant("--listener")).toEqual({ option: "--listener", meant: [] });
  // As other tools call it.
  expect(meant("--dry-run")).toEqual({ option: "--dry-run", meant: ["--plan"] });
  expect(meant("--port-range")).toEqual({ option: "--port-range", meant: [] });
  expect(typed("error: unknown option '--idle-timout'\n(Did you mean --idle-timeout?)")).toEqual(
    reason("usage-option-unknown", { option: "--idle-timout", meant: ["--idle-timeout"] }),
  );
});

test.each([
  ["error: unknown command 'listner'\n(Did you mean one of listener, listeners?)", "usage-command-unknown"],
  ["error: missing required argument 'id'", "usage-argument-missing"],
  ["error: option '--port <n>' argument missing", "usage-value-missing"],
  ["error: required option '--home-account <id>' not specified", "usage-option-missing"],
  ["error: too many arguments for 'stop'. Expected 1 argument but got 2.", "usage-arguments-excess"],
  ["error: option '--certificates <ids...>' cannot be used with option '--listener <id>'", "usage-options-exclusive"],
  ["error: option '--port <n>' argument 'x' is invalid. --port takes a whole number.", "usage-value-unfit"],
  ["error: option '--use <which>' argument 'x' is invalid. Allowed choices are a, b.", "usage-value-not-offered"],
  [
    "error: command-argument value 'x' is invalid for argument 'shell'. Allowed choices are a.",
    "usage-value-not-offered",
  ],
  ["error: something new", "error-unexpected"],
])("%j has the code %s", (message, code) => {
  expect(typed(message).code).toBe(code);
});

test("whoever asks for JSON is told in JSON what is wrong, with its code", () => {
  expect([["--json"], ["--output", "json"], ["--output=json"], ["--output", "yaml"], []].map(wantsJson)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  const { reason: why, kind } = new AlbflowError("InvalidInput", reason("query-invalid", { query: "[" }));
  expect(JSON.parse(jsonComplaint("It is no path.", why, kind))).toEqual({
    error: { message: "It is no path.", kind: "InvalidInput", code: "query-invalid", params: { query: "[" } },
  });
});

test("a call that nothing answers on this machine is told as a local cloud that does not run", () => {
  const params = { product: "fc", action: "InvokeFunction", cloudCode: "ECONNREFUSED", requestId: null };
  const refused = (message: string) =>
    reasonFor(new AlbflowError("Transient", reason("cloud-error", { ...params, message }), { code: "ECONNREFUSED" }))
      .code;
  expect(refused("connect ECONNREFUSED 127.0.0.1:7704")).toBe("local-cloud-not-running");
  expect(refused("connect ECONNREFUSED 10.0.0.1:443")).toBe("cloud-error");
});
