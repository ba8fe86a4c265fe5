import type { Clock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import { createRpcService } from "../rpc/dispatch.ts";
import { errorsOf } from "../rpc/errorOf.ts";
import { createStore } from "../rpc/store.ts";
import { combine, type Restore } from "../snapshot.ts";
import type { WireService } from "../wire/exchange.ts";
import { albApi } from "./albApi.ts";
import { assumedErrors } from "./assumedErrors.ts";
import type { DataPlane } from "./dataPlane/contract.ts";
import { type DurationOptions, durationOf } from "./durations.ts";
import { defaultQuotas, type Quotas } from "./quotas.ts";
import { createReconciler } from "./reconcile.ts";
import { refuseManaged } from "./refuseManaged.ts";
import { albActions } from "./registry.ts";
import { resourceOf } from "./resourceOf.ts";
import type { AlbRows } from "./rows.ts";
import { type AlbExport, type AlbSeed, readAlbSeed, seedOf } from "./seed.ts";
import type { CertificateStore } from "./served.ts";
import { albSchema } from "./state.ts";
import { createDataPlaneSync } from "./syncDataPlane.ts";

/** ALB's control plane. */
export interface Alb extends WireService {
  /**
   * Makes one call without HTTP or signature, as `identity`. `parameters` are nested, with wire names. Rejects with
   * `CloudError`; its `detail.RequestId` says which call it was.
   */
  call(
    identity: RamIdentity,
    action: string,
    parameters: Record<string, unknown>,
    clock?: Clock,
  ): Promise<Record<string, unknown>>;
  /** The state as plain data, running changes, jobs and used tokens included. Without `history`: the rows only. */
  exportState(options?: { history?: boolean }): AlbExport;
  /** The rows as a seed for people to read: running changes done, no history, no defaults. */
  exportSeed(): AlbSeed;
  /**
   * Replaces the state by an export or a seed; `settled` tells when it is served. Certificates must be in CAS by then.
   * Throws an `Error` that names what is wrong with it.
   */
  importState(state: unknown): void;
  /** Remembers the whole state, not as text but as it is: cheap. `settled` tells when what was put back is served. */
  snapshot(): Restore;
  /** Makes everything due come true and waits until the data plane serves it. */
  settled(): Promise<void>;
  /** Whether a listener holds the certificate of this id, with its suffix. */
  binds(certificateId: string): boolean;
  /** Listeners that the data plane could not open, and why. */
  problems(): { listenerId: string; message: string }[];
  /** Ends waiting calls and timers. The data plane is closed by whoever made it. */
  close(): Promise<void>;
}

export interface AlbOptions extends DurationOptions {
  /** Absent: a control plane without sockets. */
  dataPlane?: DataPlane;
  certificates: CertificateStore;
  /** A loopback address that is not among the taken ones; default `127.77.0.1` and up. */
  allocateAddress?: (taken: ReadonlySet<string>) => string;
  quotas?: Partial<Quotas>;
  /**
   * Calls per 60 s of one action by one account (alb.md U18). Default: 200 at realistic durations; none when time is
   * compressed by `changeMs` or `fast`.
   */
  callsPerMinute?: number;
  /** An export or a seed. */
  state?: unknown;
}

/** Starts the control plane of ALB 2020-06-16. */
export function createAlb(context: CloudContext, options: AlbOptions): Alb {
  const { dataPlane, certificates, allocateAddress = firstFreeAddress } = options;
  const certificate = (id: string) => certificates.certificate(id);
  let dated: number | undefined;
  const store = createStore<AlbRows>(
    albSchema,
    () => dated ?? context.clock.now(),
    (table, before, after) => reconciler.noticed(table, before, after),
    (table, id, row) => context.keeper?.note(`alb/${table}`, id, row),
  );
  const syncDataPlane =
    dataPlane === undefined ? undefined : createDataPlaneSync(dataPlane, certificates, context.realities);
  const reconciler = createReconciler(context, store, syncDataPlane, (at) => {
    dated = at;
  });
  const compressed = options.changeMs !== undefined || options.fast === true;
  const callsPerMinute = options.callsPerMinute ?? (compressed ? undefined : 200);

  const service = createRpcService(
    {
      service: "alb",
      product: "Alb",
      ramPrefix: "alb",
      host: `alb.${context.region}.aliyuncs.com`,
      versions: ["2020-06-16"],
      api: albApi,
      actions: refuseManaged(albActions),
      errorOf: errorsOf(albApi, assumedErrors),
      seed: {
        certificate,
        caCertificate: (identifier) => certificates.caCertificate(identifier),
        allocateAddress,
        durationOf: durationOf(options),
        health: (serverGroupId: string) => dataPlane?.health(serverGroupId) ?? [],
        quotas: { ...defaultQuotas, ...options.quotas },
      },
      state: {
        current: () => store.tables,
        fork: () => store.fork(),
        asOf: (at) => store.asOf(at),
        usedTokens: () => store.tables.usedTokens,
      },
      settle,
      resourceOf: resourceOf(context),
      rateOf: () =>
        callsPerMinute === undefined || context.realities?.is("alb-rate", "more than 400 a minute") === true
          ? undefined
          : { calls: callsPerMinute, per: 60_000 },
    },
    context,
  );

  function settle(now: number) {
    const serving = reconciler.settle(now);
    dated = undefined;
    return serving;
  }

  const alb: Alb = {
    handle: (request) => service.handle(request),
    call: (...call) => service.call(...call),
    exportState({ history = true } = {}) {
      if (history) return store.exportRows();
      const done = [...store.tables.changes.all()].flatMap((change) => change.after);
      return { ...store.exportRows(store.withEdits(done)), jobs: [], changes: [], usedTokens: [] };
    },
    exportSeed: () => seedOf(alb.exportState({ history: false })),
    importState(state) {
      store.importRows(
        readAlbSeed(state, {
          now: context.clock.now(),
          allocateAddress,
          suffixed: (id) => certificates.certificate(id, { evenDeleted: true })?.certificateId ?? id,
        }),
      );
      reconciler.noticeAll();
      void settle(context.clock.now());
    },
    snapshot: () => combine(store.snapshot(), service.snapshot(), () => reconciler.noticeAll()),
    settled: async () => settle(context.clock.now()),
    binds: (certificateId) =>
      [...store.tables.listeners.all()].some(({ Certificates, AdditionalCertificates }) =>
        [...Certificates, ...AdditionalCertificates].some((bound) => bound.CertificateId === certificateId),
      ),
    problems: () => syncDataPlane?.problems() ?? [],
    async close() {
      service.close();
      reconciler.close();
    },
  };
  if (options.state !== undefined) alb.importState(options.state);
  return alb;
}

function firstFreeAddress(taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const address = `127.77.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
}
