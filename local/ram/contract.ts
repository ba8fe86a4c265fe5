import type { Restore } from "../snapshot.ts";
import type { WireRequest } from "../wire/exchange.ts";

/** Who makes a call: the account itself (key pair `local`/`local`) or a role with temporary credentials. */
export interface RamIdentity {
  accountId: string;
  accessKeyId: string;
  /** Absent for the account itself, which may do everything. */
  roleName?: string;
  /** Of temporary credentials: what their caller named the session. */
  sessionName?: string;
  /** What their caller narrowed them to: they may do what the role may and this allows. */
  sessionPolicy?: Policy;
}

/** A RAM policy document, as written in RAM: `Version: "1"` and statements. */
export interface Policy {
  Version: "1";
  Statement: PolicyStatement[];
}

export interface PolicyStatement {
  Effect: "Allow" | "Deny";
  /** `alb:StartListener`, `alb:*`, `*`. */
  Action: string | string[];
  /** `acs:alb:cn-hangzhou:123:loadbalancer/alb-1`, `*` as wildcard anywhere. */
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A role: who may take it on, and what it may do. */
export interface Role {
  name: string;
  /**
   * Services that may assume it, `fc.aliyuncs.com`, `fnf.aliyuncs.com`, `log.aliyuncs.com`, and principals of accounts
   * and roles, `acs:ram::123:root`.
   */
  trusts: string[];
  policies: Policy[];
}

/** What RAM knows, as plain data: the state that a `--data` folder keeps. Keys of roles are lower-case names. */
export interface RamDirectory {
  roles: Record<string, StoredRole>;
  policies: Record<string, ManagedPolicy>;
}

/** A role with the policies written into it and the names of those attached to it. */
export interface StoredRole extends Role, Tagged {
  description: string;
  attached: string[];
  /** When each was attached; absent for those of a deployment. */
  attachedAt?: Record<string, number>;
  /** The trust policy as it was sent; absent where it follows from `trusts`. */
  trustText?: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  /** Seconds that a session of this role lasts at most. */
  maxSessionDuration: number;
}

/** A policy with a name of its own (`PolicyType` `Custom`), to be attached to roles. */
export interface ManagedPolicy extends Tagged {
  name: string;
  description: string;
  /** Of the default version: the one that is in force. */
  document: Policy;
  createdAt: number;
  updatedAt?: number;
  /** The oldest first; absent while there is only the first. */
  versions?: PolicyVersion[];
  /** `v2`; absent: `v1`. */
  defaultVersion?: string;
}

/** What a policy says or has said. */
export interface PolicyVersion {
  id: string;
  document: Policy;
  createdAt: number;
}

/** What can carry tags. */
export interface Tagged {
  tags?: Record<string, string>;
}

/** Credentials that expire. Key ids begin with `STS.` as the cloud's do. */
export interface TemporaryCredentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The client of RAM for the other services of the local cloud. */
export interface Ram {
  /**
   * Finds out who sent a request, whatever signature family it uses (ACS3, RPC and ROA v1, LOG, SLS4, FC), and checks the signature.
   * Throws `CloudError` as the cloud does: unknown key, wrong signature, expired token, clock skew, replayed nonce.
   */
  authenticate(request: WireRequest): RamIdentity;
  /** Throws the cloud's `CloudError` when the identity may not do this. `action` like `alb:StartListener`. */
  authorise(identity: RamIdentity, action: string, resource: string, conditions?: Record<string, string>): void;
  /**
   * Credentials of a role for a principal that it trusts: a service, or whoever fits one of several names. `conditions` are
   * what a trust policy may ask for, like `sts:ExternalId`. Throws `CloudError` EntityNotExist.Role, or NoPermission.
   */
  assumeRole(
    roleArn: string,
    principal: string | string[],
    durationSeconds?: number,
    session?: Pick<RamIdentity, "sessionName" | "sessionPolicy">,
    conditions?: Record<string, string>,
  ): TemporaryCredentials;
  /** Whether an access key is one of this account's, valid or expired lately. */
  hasKey(accessKeyId: string): boolean;
  /** The identity behind a role's ARN, for a service that acts in its name without going over the wire. */
  identityOfRole(roleArn: string, service: string): RamIdentity;
  putRole(role: Role): void;
  deleteRole(name: string): void;
  /** Every role, with the policies attached to it among its own. */
  roles(): Role[];
  /** What each role was allowed to do and did, since the start: the proof that no permission is idle. */
  usedActions(): Map<string, Set<string>>;
  /** What each role tried and was denied. */
  deniedActions(): Map<string, Set<string>>;
  /** Roles and policies as plain data; change it only through `putRole`, `deleteRole` and RAM's own API. */
  readonly directory: RamDirectory;
  /** Temporary credentials that are valid, or have been until lately, by key id: plain data. */
  sessions(): Record<string, unknown>;
  /** Notes for the keeper what has been changed in the directory. */
  noteChanges(): void;
  /** Replaces everything in the directory, and sessions if given, for example by what a former process kept. */
  restore(directory: RamDirectory, sessions?: Record<string, unknown>): void;
  /** Remembers directory, sessions and who did what. Sessions begun after it are unknown once it is restored. */
  snapshot(): Restore;
}
