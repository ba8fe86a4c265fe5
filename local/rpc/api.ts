/** The parameter table of a product: what its actions take, how they answer and how they refuse. */
export interface Api {
  actions: Record<string, ActionApi>;
  commonErrors?: ErrorTemplate[];
}

/** One action, as the official API metadata describes it. */
export interface ActionApi {
  kind: "read" | "write";
  dryRun: boolean;
  clientToken: boolean;
  clientTokenMaxLength?: number;
  returnsJobId: boolean;
  /** Where actions of one product belong to different versions (CAS). */
  version?: string;
  /** Per account, where it is published. */
  callsPerSecond?: number;
  parameters: ParameterApi[];
  response: string[];
  errors: ErrorTemplate[];
}

/** One parameter; names are wire names, in which `N` stands for a 1-based index: `Certificates.N.CertificateId`. */
export interface ParameterApi {
  name: string;
  type: "string" | "integer" | "boolean" | "array" | "object";
  required: boolean;
  /** `CaEnabled=true`, `ListenerProtocol=HTTPS|QUIC`, `ServerType!=Fc`, `Tag absent`. */
  requiredWhen?: string;
  /** Listener protocols for which the parameter has an effect. */
  onlyFor?: string[];
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  default?: string | number | boolean;
}

/** A documented refusal; each `%s` of the message is filled in the order of the template. */
export interface ErrorTemplate {
  /** Null where nobody outside the cloud knows it. */
  status: number | null;
  code: string;
  message: string | null;
}
