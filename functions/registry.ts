import type { FunctionDescription } from "../shared/functionCompute.ts";
import type { Operation } from "../shared/operation.ts";
import { permissionsOf } from "../shared/permissionsOf.ts";
import { addCertificates } from "./addCertificates.ts";
import { modifyListener } from "./modifyListener.ts";
import { removeCertificates } from "./removeCertificates.ts";
import { renewCertificates } from "./renewCertificates.ts";
import { report } from "./report.ts";
import { rotateCertificate } from "./rotateCertificate.ts";
import { startListener } from "./startListener.ts";
import { verify } from "./verify.ts";

/** Every operation. A new one is its file and its line here; function, flow, role and documentation follow. */
export const operations = {
  rotateCertificate,
  addCertificates,
  removeCertificates,
  startListener,
  modifyListener,
} as unknown as Record<string, Operation>;

/** Every function of the product. */
export const functions: FunctionDescription[] = [
  ...Object.values(operations).map((operation) => ({
    name: operation.name,
    summary: operation.summary,
    permissions: permissionsOf(operation),
    timeout: 60,
  })),
  verify,
  report,
  renewCertificates,
];
