/**
 * Whether an action is documented on "all resources": a policy that names anything but `*` for it has no effect. Nobody can
 * be confined to a flow, to a certificate (real-cloud.md CB1, C4) or to a metric (alb.md §11.3). ALB's reads have no table that can be seen, its example
 * grants them on `*`: the strict reading is taken (open.md O45).
 */
export function isForAllResources(action: string): boolean {
  return /^(?:fnf:(?!CreateFlow$)|yundun-cert:|cms:|alb:(?:Get|List|Describe))/i.test(action);
}
