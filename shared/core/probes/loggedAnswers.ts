import type { Clients } from "../../platform/clients.ts";

/** Whose answers are counted: a listener's, perhaps those alone that came from servers, as `1.2.3.4:80`. */
interface Counted {
  listener: { LoadBalancerId: string; ListenerPort: number };
  servers?: string[];
}

/** How many answers an access log has in a span of time (ms since 1970), and how many of them are server errors. Throws `AlbflowError`. */
export async function loggedAnswers(
  log: Clients["log"],
  { LogProject, LogStore }: { LogProject: string; LogStore: string },
  { listener, servers }: Counted,
  range: { from: number; to: number },
): Promise<{ total: number; errors: number }> {
  if (servers?.length === 0) return { total: 0, errors: 0 };
  const from = servers?.map((address) => `upstream_addr: "${address}"`).join(" or ");
  const ofListener = `app_lb_id: ${listener.LoadBalancerId} and slb_vport: ${listener.ListenerPort}`;
  const all = from === undefined ? ofListener : `${ofListener} and (${from})`;
  const count = (query: string) => log.count(LogProject, LogStore, { ...range, query });
  const [total, errors] = await Promise.all([count(all), count(`${all} and status >= 500`)]);
  return { total, errors };
}
