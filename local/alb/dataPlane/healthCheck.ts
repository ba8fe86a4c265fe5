import type { ServedServerGroup } from "./contract.ts";

export type HealthCheck = NonNullable<ServedServerGroup["healthCheck"]>;
