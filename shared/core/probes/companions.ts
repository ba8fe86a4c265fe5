import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { boundCertificates } from "../certificates/boundCertificates.ts";
import { certificatesIn, defaultCertificatesOf, type Listener } from "../resources/listenerState.ts";

/** A running HTTPS listener, and the ids of the certificates that it holds. */
interface Companion {
  listenerId: string;
  certificateIds: string[];
}

/**
 * The running HTTPS listeners of a QUIC listener's instance. QUIC cannot be spoken from here; but the same certificate on
 * the same instance can be seen through them. Throws `AlbflowError`.
 */
export async function companionsOf(
  alb: AlbClient,
  { LoadBalancerId }: Pick<Listener, "LoadBalancerId">,
): Promise<Companion[]> {
  const listeners = await collect(
    allPages(
      (paging) =>
        alb.call("ListListeners", { LoadBalancerIds: [LoadBalancerId], ListenerProtocol: "HTTPS", ...paging }),
      (page) => page.Listeners,
    ),
  );
  const running = listeners.filter(({ ListenerStatus }) => ListenerStatus === "Running");
  return eachLimited(running, async ({ ListenerId = "" }) => {
    const bound = await boundCertificates(alb, ListenerId, { type: "Server" });
    return { listenerId: ListenerId, certificateIds: bound.map(({ id }) => id) };
  });
}

/** The fewest of these that hold all of some certificates between them, and the certificates that none holds. */
export function holding(companions: Companion[], wanted: string[]): { companions: Companion[]; missing: string[] } {
  const chosen: Companion[] = [];
  let missing = [...new Set(wanted)];
  const held = ({ certificateIds }: Companion) => missing.filter((id) => certificateIds.includes(id)).length;
  for (;;) {
    const [best] = [...companions].sort((one, other) => held(other) - held(one));
    if (best === undefined || held(best) === 0) return { companions: chosen, missing };
    chosen.push(best);
    missing = missing.filter((id) => !best.certificateIds.includes(id));
  }
}

/** The ids of the certificates that a listener gets, or that become its default. */
export function certificatesGot(now: Listener, then: Listener): string[] {
  const had = certificatesIn(now);
  const [before, after] = [defaultCertificatesOf(now), defaultCertificatesOf(then)];
  return certificatesIn(then).filter((id) => !had.includes(id) || (after.includes(id) && !before.includes(id)));
}
