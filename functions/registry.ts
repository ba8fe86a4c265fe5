import { KEEP, LOCK } from "../shared/core/flowDefinition.ts";
import type { AnyOperation } from "../shared/core/operation.ts";
import { permissionsOf } from "../shared/core/operations/permissionsOf.ts";
import type { FunctionDescription, SingleFunction } from "../shared/platform/functionCompute.ts";
import { addCertificates } from "./addCertificates.ts";
import { api } from "./api.ts";
import { approval } from "./approval.ts";
import { bulk } from "./bulk.ts";
import { changeServerGroup } from "./changeServerGroup.ts";
import { changeTlsPolicy } from "./changeTlsPolicy.ts";
import { copyListener } from "./copyListener.ts";
import { createServerGroup } from "./createServerGroup.ts";
import { createTlsPolicy } from "./createTlsPolicy.ts";
import { deleteListener } from "./deleteListener.ts";
import { describeListener } from "./describeListener.ts";
import { disableMutualAuth } from "./disableMutualAuth.ts";
import { disableTracing } from "./disableTracing.ts";
import { enableMutualAuth } from "./enableMutualAuth.ts";
import { enableTracing } from "./enableTracing.ts";
import { issueCertificate } from "./issueCertificate.ts";
import { keepLedger } from "./keepLedger.ts";
import { keepRecords } from "./keepRecords.ts";
import { listCertificates } from "./listCertificates.ts";
import { listListeners } from "./listListeners.ts";
import { listResources } from "./listResources.ts";
import { metrics } from "./metrics.ts";
import { modifyListener } from "./modifyListener.ts";
import { modifyTracing } from "./modifyTracing.ts";
import { notify } from "./notify.ts";
import { probe } from "./probe.ts";
import { promoteCertificate } from "./promoteCertificate.ts";
import { remediate } from "./remediate.ts";
import { removeCertificates } from "./removeCertificates.ts";
import { renewCertificates } from "./renewCertificates.ts";
import { replaceCaCertificate } from "./replaceCaCertificate.ts";
import { report } from "./report.ts";
import { reportFailure } from "./reportFailure.ts";
import { reportRenewal } from "./reportRenewal.ts";
import { restoreListener } from "./restoreListener.ts";
import { rotateCertificate } from "./rotateCertificate.ts";
import { startListener } from "./startListener.ts";
import { stopListener } from "./stopListener.ts";
import { verify } from "./verify.ts";

/** Every operation. A new one is its file and its line here; function, flow, role and documentation follow. */
export const operations = {
  startListener,
  stopListener,
  modifyListener,
  copyListener,
  deleteListener,
  restoreListener,
  changeServerGroup,
  createServerGroup,
  rotateCertificate,
  addCertificates,
  removeCertificates,
  promoteCertificate,
  enableMutualAuth,
  disableMutualAuth,
  replaceCaCertificate,
  changeTlsPolicy,
  createTlsPolicy,
  enableTracing,
  modifyTracing,
  disableTracing,
} as unknown as Record<string, AnyOperation>;

/** Every function that is no operation. */
export const singleFunctions: SingleFunction[] = [
  listListeners,
  describeListener,
  listCertificates,
  listResources,
  metrics,
  verify,
  probe,
  approval,
  report,
  reportRenewal,
  reportFailure,
  keepRecords,
  renewCertificates,
  issueCertificate,
  bulk,
  api,
  notify,
  keepLedger,
  remediate,
];

/** Every function of the product. */
export const functions: FunctionDescription[] = [
  ...Object.values(operations).map((operation) => ({
    name: operation.name,
    summary: operation.summary,
    permissions: permissionsOf(operation),
    elsewhere: true,
    timeout: 60,
    probes: true,
  })),
  ...singleFunctions,
];

/** Every flow: the file that it is made from, and the name and summary that are filled in. */
export const flows: { file: string; name: string; summary: string }[] = [
  ...Object.values(operations).map(({ name, summary }) => ({ file: "flows/operation.yaml", name, summary })),
  { file: "flows/lock.yaml", ...LOCK },
  { file: "flows/keep.yaml", ...KEEP },
  ...[renewCertificates, issueCertificate, remediate, bulk].map(({ name, summary }) => ({
    file: `flows/${name}.yaml`,
    name,
    summary,
  })),
];
