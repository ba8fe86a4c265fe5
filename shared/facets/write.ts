/** The products that operations write to. */
export type WrittenProduct = "alb" | "cas" | "log";

/** What RAM calls these products. */
export const RAM_PREFIX: Record<WrittenProduct, string> = { alb: "alb", cas: "yundun-cert", log: "log" };

/** Every write that operations make, and the product that it belongs to. */
export const WRITES = {
  AssociateAdditionalCertificatesWithListener: "alb",
  DissociateAdditionalCertificatesFromListener: "alb",
  UpdateListenerAttribute: "alb",
  UpdateListenerLogConfig: "alb",
  StartListener: "alb",
  StopListener: "alb",
  CreateListener: "alb",
  DeleteListener: "alb",
  CreateRules: "alb",
  AssociateAclsWithListener: "alb",
  EnableLoadBalancerAccessLog: "alb",
  DisableLoadBalancerAccessLog: "alb",
  CreateServerGroup: "alb",
  AddServersToServerGroup: "alb",
  DeleteServerGroup: "alb",
  CreateSecurityPolicy: "alb",
  DeleteSecurityPolicy: "alb",
  UploadUserCertificate: "cas",
  DeleteUserCertificate: "cas",
  CreateProject: "log",
  CreateLogStore: "log",
  CreateIndex: "log",
} as const satisfies Record<string, WrittenProduct>;

export type WriteAction = keyof typeof WRITES;

/** One write as data. Ids that the cloud has yet to give are references like `@serverGroup`. */
export interface Write<Value> {
  action: WriteAction;
  parameters: Record<string, unknown>;
  /** The facet's value when it has taken effect. */
  after: Value | null;
}
