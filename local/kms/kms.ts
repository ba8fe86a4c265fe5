import type { CloudContext } from "../context.ts";
import type { Api } from "../rpc/api.ts";
import { createRpcService, type RpcService } from "../rpc/dispatch.ts";
import { errorsOf } from "../rpc/errorOf.ts";
import { createStore } from "../rpc/store.ts";
import { combine } from "../snapshot.ts";
import table from "./api.json" with { type: "json" };
import { kmsActions } from "./registry.ts";
import { type KmsRows, kmsSchema, type SecretRow } from "./rows.ts";

/** Key Management Service, as far as it keeps secrets (API 2016-01-20). */
export interface Kms extends RpcService {
  exportState(): { secrets: SecretRow[] };
  /** Replaces the state by an export. */
  importState(state: { secrets: SecretRow[] }): void;
}

// The file is read as what it is documented to be.
const kmsApi = table as unknown as Api;

/** Starts it, without a secret. */
export function createKms(context: CloudContext): Kms {
  const store = createStore<KmsRows>(
    kmsSchema,
    () => context.clock.now(),
    () => {},
    (rows, id, row) => context.keeper?.note(`kms/${rows}`, id, row),
  );
  const service = createRpcService(
    {
      service: "kms",
      product: "kms",
      ramPrefix: "kms",
      host: `kms.${context.region}.aliyuncs.com`,
      versions: [],
      api: kmsApi,
      actions: kmsActions,
      errorOf: errorsOf(kmsApi, []),
      seed: {},
      state: { current: () => store.tables, fork: () => store.fork(), asOf: (at) => store.asOf(at) },
      settle: () => undefined,
      resourceOf(_state, _action, parameters) {
        const name = parameters.get("SecretName") ?? "*";
        return { arn: `acs:kms:${context.region}:${context.accountId}:secret/${name}`, id: name };
      },
      rateOf: () => undefined,
    },
    context,
  );
  return {
    ...service,
    exportState: () => store.exportRows(),
    importState: (state) => store.importRows(state),
    snapshot: () => combine(store.snapshot(), service.snapshot()),
  };
}
