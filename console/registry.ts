import type { View } from "./view.ts";
import { approvalViews } from "./views/approvals/approvalViews.tsx";
import { bulkViews } from "./views/bulk/bulkViews.tsx";
import { certificatesViews } from "./views/certificates/certificatesViews.tsx";
import { executionViews } from "./views/execution/executionViews.tsx";
import { executionsViews } from "./views/executions/executionsViews.tsx";
import { listenerViews } from "./views/listener/listenerViews.tsx";
import { listenersViews } from "./views/listeners/listenersViews.tsx";
import { operationViews } from "./views/operation/operationViews.tsx";
import { overviewViews } from "./views/overview/overviewViews.tsx";

/** Everything that the console shows to those who are signed in. */
export const views: View[] = [
  ...overviewViews,
  ...listenersViews,
  ...listenerViews,
  ...certificatesViews,
  ...operationViews,
  ...bulkViews,
  ...executionsViews,
  ...executionViews,
  ...approvalViews,
];
