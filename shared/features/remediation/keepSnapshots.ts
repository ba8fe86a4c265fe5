import { read } from "../../core/resourceSet.ts";
import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { wildcardFits } from "../../platform/wildcardFits.ts";
import { openCloudReader } from "./cloudReader.ts";
import type { RemediationRule } from "./events/rule.ts";
import type { Snapshots } from "./snapshots.ts";

/**
 * Keeps what every listener is like whose deletion a rule answers, and tells how many these are. One that is being changed
 * is left for the next time. Throws `AlbflowError`.
 */
export async function keepSnapshots(
  clients: Clients,
  rules: readonly RemediationRule[],
  snapshots: Pick<Snapshots, "keep">,
): Promise<number> {
  const patterns = rules.flatMap(({ match }) => (match.event === "listenerDeleted" ? match.listeners : []));
  if (patterns.length === 0) return 0;
  const ids = (await openCloudReader(clients).listeners()).map(({ id }) => id);
  const guarded = ids.filter((id) => patterns.some((pattern) => wildcardFits(pattern, id)));
  const seen = await eachLimited(guarded, (ListenerId) =>
    read(clients, { listener: { ListenerId, certificates: true, rules: true } }),
  );
  const listeners = seen.flatMap(({ resources: { listener }, unsettled }) =>
    listener === null || listener === undefined || unsettled !== undefined ? [] : [listener],
  );
  await snapshots.keep(listeners);
  return listeners.length;
}
