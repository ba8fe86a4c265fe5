import { expect, test } from "vitest";
import { reason } from "../../platform/reasons/reason.ts";
import type { CertificateStatus } from "./certificateStatus.ts";
import { certificateTargets, isPerCertificate } from "./certificateTargets.ts";

const holder = (listenerId: string) => ({ region: "cn-hangzhou", listenerId, description: "", isDefault: true });
const status = (id: string, successorId: string | null, ...listenerIds: string[]): CertificateStatus => ({
  id,
  names: [],
  notBefore: 0,
  notAfter: 0,
  daysLeft: 7,
  dueAt: 0,
  actsAt: 0,
  renewalStatus: "ready",
  listeners: listenerIds.map(holder),
  successor: successorId === null ? null : { id: successorId, notBefore: 0, notAfter: 0 },
  reason: successorId === null ? reason("certificate-lost") : null,
});

test("each certificate is followed on every listener that holds it, and a second one of a listener waits for a run of its own", () => {
  const certificates = [
    status("1-cn-a", null, "lsn-1"),
    status("2-cn-a", "3-cn-a", "lsn-1", "lsn-2", "lsn-3"),
    status("4-cn-a", "5-cn-a", "lsn-2"),
    status("6-cn-a", "7-cn-a", "lsn-4"),
  ];
  const isMeant = ({ id }: CertificateStatus, { listenerId }: { listenerId: string }) =>
    id !== "6-cn-a" && listenerId !== "lsn-3";
  expect(certificateTargets(certificates, isMeant)).toEqual([
    { holder: holder("lsn-1"), certificateId: "1-cn-a", refused: reason("certificate-lost") },
    { holder: holder("lsn-1"), certificateId: "2-cn-a", successorId: "3-cn-a" },
    { holder: holder("lsn-2"), certificateId: "2-cn-a", successorId: "3-cn-a" },
    {
      holder: holder("lsn-2"),
      certificateId: "4-cn-a",
      successorId: "5-cn-a",
      refused: reason("bulk-listener-twice", { listenerId: "lsn-2" }),
    },
  ]);
});

test("only what takes a certificate and its successor, and is given neither, has its own for each listener", () => {
  const rotation = ["listenerId", "certificateId", "successorId"];
  expect([
    isPerCertificate(rotation, { listenerId: "lsn-1" }),
    isPerCertificate(rotation, { certificateId: "1-cn-a" }),
    isPerCertificate(["listenerId", "certificateId"], {}),
    isPerCertificate([], {}),
  ]).toEqual([true, false, false, false]);
});
