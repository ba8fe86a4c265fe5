import fc from "fast-check";
import { expect, test } from "vitest";
import { rotateCertificate } from "../../functions/rotateCertificate.ts";
import { sampledRuns } from "../../test/support/sampled.ts";
import type { ListenerResources } from "./operation.ts";
import { changesBetween, planSteps, rollbackTarget } from "./planSteps.ts";
import { sameResources } from "./resourceSet.ts";
import { defaultCertificateOf, type Listener } from "./resources/listenerState.ts";

const listener = {
  ListenerId: "lsn-1",
  LoadBalancerId: "alb-1",
  ListenerProtocol: "HTTPS",
  ListenerPort: 443,
  ListenerStatus: "Running",
  IdleTimeout: 15,
} as Listener;
const resources = (fallback: string, ...AdditionalCertificates: string[]): ListenerResources => ({
  listener: { ...listener, Certificates: [{ CertificateId: fallback }], AdditionalCertificates },
});
const pathBetween = (from: ListenerResources, to: ListenerResources) => planSteps(from, [to]);

test("a new default and a new additional certificate are two steps, each with the resources before and after it", () => {
  const path = pathBetween(resources("1-cn", "2-cn"), resources("3-cn", "2-cn", "4-cn"));
  expect(path.map(({ action, parameters }) => [action, parameters])).toEqual([
    [
      "AssociateAdditionalCertificatesWithListener",
      { ListenerId: "@listener", Certificates: [{ CertificateId: "4-cn" }] },
    ],
    ["UpdateListenerAttribute", { ListenerId: "@listener", Certificates: [{ CertificateId: "3-cn" }] }],
  ]);
  expect(path[1]?.before).toEqual(path[0]?.after);
});

test("a certificate that becomes the default leaves the additional ones first, as ALB demands", () => {
  const path = pathBetween(resources("1-cn", "2-cn"), resources("2-cn"));
  expect(path.map(({ action }) => action)).toEqual([
    "DissociateAdditionalCertificatesFromListener",
    "UpdateListenerAttribute",
  ]);
});

test("more certificates than a call takes are sent in chunks of 15", () => {
  const many = Array.from({ length: 31 }, (_, position) => `${position + 10}-cn`);
  const path = pathBetween(resources("1-cn"), resources("1-cn", ...many));
  expect(path.map(({ parameters }) => (parameters as { Certificates: unknown[] }).Certificates.length)).toEqual([
    15, 15, 1,
  ]);
});

test("a path leads where it says, step by step, between any two sets of certificates", () => {
  fc.assert(
    fc.property(certificateSets, certificateSets, ([from, ...fromMore], [to, ...toMore]) => {
      const path = pathBetween(resources(`${from}-cn`, ...ids(fromMore)), resources(`${to}-cn`, ...ids(toMore)));
      let at = resources(`${from}-cn`, ...ids(fromMore));
      for (const step of path) {
        expect(sameResources(step.before, at)).toBe(true);
        const fallback = defaultCertificateOf(step.after.listener ?? ({} as never)) ?? "";
        expect(step.after.listener?.AdditionalCertificates).not.toContain(fallback);
        at = step.after as ListenerResources;
      }
      expect(sameResources(at, resources(`${to}-cn`, ...ids(toMore)))).toBe(true);
    }),
    { numRuns: sampledRuns(1_000) },
  );
});

test("a rotation changes nothing but the one certificate, in any set of up to 25", () => {
  fc.assert(
    fc.property(certificateSets, fc.nat(24), fc.constantFrom(900, 901), (set, position, successor) => {
      const [fallback = 0, ...more] = set;
      const superseded = set[position % set.length] ?? 0;
      const before = resources(`${fallback}-cn`, ...ids(more));
      const input = {
        ...rotateCertificate.example,
        certificateId: `${superseded}-cn`,
        successorId: `${successor}-cn`,
      };
      const { listener: after } = rotateCertificate.change(before, input, {
        redundant: undefined,
      } as never) as ListenerResources;
      const fallbackAfter = defaultCertificateOf(after) ?? "";
      const expected = set.map((id) => (id === superseded ? `${successor}-cn` : `${id}-cn`));
      expect(new Set([fallbackAfter, ...(after.AdditionalCertificates ?? [])])).toEqual(new Set(expected));
    }),
    { numRuns: sampledRuns(10_000) },
  );
});

test("the rollback restores what the plan changed and leaves what somebody else changed meanwhile", () => {
  const snapshot = resources("1-cn", "2-cn");
  const target = resources("9-cn", "2-cn");
  const now = resources("9-cn", "2-cn", "7-cn");
  const changedToo = { listener: { ...now.listener, IdleTimeout: 60 } };
  expect(rollbackTarget(snapshot, target, changedToo)).toEqual({
    listener: { ...resources("1-cn", "2-cn", "7-cn").listener, IdleTimeout: 60 },
  });
});

test("a diff names each field with its value before and after", () => {
  expect(changesBetween(resources("1-cn", "2-cn"), resources("1-cn", "3-cn"))).toEqual([
    { field: "AdditionalCertificates", before: ["2-cn"], after: ["3-cn"] },
  ]);
});

const certificateSets = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 25 });

function ids(numbers: number[]): string[] {
  return numbers.map((number) => `${number}-cn`);
}
