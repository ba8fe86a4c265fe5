import { expect, test } from "vitest";
import { filledForm, waitingIn, waitingText } from "./waitingForm.ts";

const form = {
  operation: "changeTlsPolicy",
  field: "securityPolicyId",
  about: [
    ["listenerId", "lsn-1"],
    ["region", "cn-beijing"],
  ] as [string, string][],
};

test("a waiting form comes back as it was, and takes the new id", () => {
  expect(waitingIn(waitingText(form))).toEqual(form);
  expect(filledForm(form, "tls-new")).toBe(
    "/console/operations/changeTlsPolicy?listenerId=lsn-1&region=cn-beijing&securityPolicyId=tls-new",
  );
});

test.each([
  ["nothing", null],
  ["an address elsewhere", "https://example.com/?filling=securityPolicyId"],
  ["an operation that there is not", "openSafe?filling=securityPolicyId"],
  ["a field that the operation has not", "changeTlsPolicy?filling=password"],
  ["a field of every object", "changeTlsPolicy?filling=constructor"],
])("%s leads to no form", (_what, text) => {
  expect(waitingIn(text)).toBeUndefined();
});

test("of what an address carries only the listener and its place are filled in", () => {
  expect(waitingIn("changeTlsPolicy?filling=securityPolicyId&listenerId=lsn-1&acceptManaged=true")?.about).toEqual([
    ["listenerId", "lsn-1"],
  ]);
});
