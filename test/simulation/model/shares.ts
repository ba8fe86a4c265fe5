import { HOME_LIMITS } from "./homeCalls.ts";
import type { SimulatedState } from "./simulatedState.ts";

/** ALB, 100 instances of functions in a region (real-cloud.md FR9), and a directory's 300 orders in three hours. */
const LIMITS = { alb: 200, instances: 100, orders: 300 };

/** What was used at home and elsewhere, as shares of what there is. */
export function sharesOf(simulated: SimulatedState, days: number) {
  const { home, calls } = simulated;
  const mostOrders = simulated.mostOrders();
  const share = (most: number, limit: number) => Math.round((most / limit) * 1_000) / 1_000;
  const over = [calls, ...Object.values(home)].reduce((sum, counter) => sum + counter.tooMany(), 0);
  return {
    peakShareOfLimit: {
      startExecution: share(home.StartExecution.most(), HOME_LIMITS.StartExecution),
      describe: share(home.DescribeExecution.most(), HOME_LIMITS.DescribeExecution),
      list: share(home.ListExecutions.most(), HOME_LIMITS.ListExecutions),
      albPerRegion: share(calls.most(), LIMITS.alb),
      // The round's own step is one more.
      instances: share(simulated.mostAtOnce() + 1, LIMITS.instances),
    },
    steadyShareOfLimit: {
      startExecution: share(home.StartExecution.total(), HOME_LIMITS.StartExecution * days * 1_440),
      describe: share(home.DescribeExecution.total(), HOME_LIMITS.DescribeExecution * days * 1_440),
      list: share(home.ListExecutions.total(), HOME_LIMITS.ListExecutions * days * 1_440),
    },
    peakOrders: share(mostOrders, LIMITS.orders),
    overRate: over + Math.max(0, mostOrders - LIMITS.orders),
  };
}
