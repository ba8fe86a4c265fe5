/** A rule's action as CreateRule takes it; the parameter table has held it against its shape. */
export interface RuleAction {
  Type: string;
  Order: number;
  ForwardGroupConfig?: ForwardGroupConfig;
  RedirectConfig?: {
    Host?: string;
    Path?: string;
    Port?: string;
    Protocol?: string;
    Query?: string;
    HttpCode?: string;
  };
  FixedResponseConfig?: { Content?: string; ContentType?: string; HttpCode?: string };
  TrafficMirrorConfig?: { MirrorGroupConfig?: ForwardGroupConfig };
  [config: `${string}Config`]: object | undefined;
}

/** Where a rule forwards or mirrors to. */
export interface ForwardGroupConfig {
  ServerGroupTuples?: { ServerGroupId?: string; Weight?: number }[];
}

/** A rule's condition as CreateRule takes it. */
export interface RuleCondition {
  Type: string;
  [config: `${string}Config`]: { Key?: string; Values?: (string | { Key?: string; Value?: string })[] } | undefined;
}

/** What a call says about one rule. */
export interface SentRule {
  RuleName: string;
  Priority: number;
  Direction?: "Request" | "Response";
  RuleActions: RuleAction[];
  RuleConditions: RuleCondition[];
  Tag?: { Key?: string; Value?: string }[];
}
