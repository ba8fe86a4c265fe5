import type * as z from "zod";
import type { Area } from "../platform/area.ts";
import type { AlbAnswer } from "../platform/clients/alb.ts";
import type { Clients } from "../platform/clients.ts";
import type { Reason } from "../platform/reasons/reason.ts";
import { takeInput } from "../platform/takeInput.ts";
import type { Impact } from "./impact.ts";
import { type commonInput, inputOfCreation, inputOnListener, type Verification } from "./operationInput.ts";
import type { ResourceSet, Scope } from "./resourceSet.ts";
import type { Listener } from "./resources/listenerState.ts";
import type { WriteAction } from "./resources/write.ts";

/** Everything that an operation's rules may look at. */
export interface Subject<Input, Facts, Seen extends ResourceSet = ListenerResources> {
  input: Input;
  resources: Seen;
  /** The instance that the listener belongs to; what has no listener has none. */
  loadBalancer: LoadBalancer;
  facts: Facts;
  /** Milliseconds since 1970. */
  now: number;
}

/** An instance as ALB tells it. */
export type LoadBalancer = AlbAnswer<"GetLoadBalancerAttribute">;

/** A stage in which the listener exists. */
export type ListenerResources = ResourceSet & { listener: Listener };

/** One thing that preflight refuses. */
export interface Precondition<Input, Facts, Seen extends ResourceSet = ListenerResources> {
  /** What must be so, as a sentence: "The listener is HTTPS or QUIC, which have certificates". */
  requires: Reason;
  /** The reasons in this case; none means that it agrees. */
  check: (subject: Subject<Input, Facts, Seen>) => Reason[];
  /** Where it refuses, `change` has no meaning and is not asked. */
  isNeededByChange?: true;
}

/**
 * One thing done to the cloud. It says what the resources shall be; the calls that lead there, the diff that people read,
 * and the rollback are all derived from that (docs/decisions/operations-say-what-not-how.md).
 */
export interface Operation<
  Input extends CommonInput = CommonInput,
  Facts = unknown,
  Seen extends ResourceSet = ListenerResources,
> {
  /** The name of its file, its function, its flow, its route and its command. */
  name: string;
  area: Area;
  summary: string;
  /** Completes "Use it when …". */
  when: string;
  /** What it may mean, the usual first: the plan says which. */
  impacts: Impact[];
  input: z.ZodType<Input>;
  /** What it looks at, when that is more than the listener; `listener` is given once it is known. */
  scope: (input: Input, listener: Listener | null) => Scope;
  /** Looks up what the rules and the change need beyond the resources. Reads only. */
  gather(clients: Clients, resources: Seen, input: Input, now: number): Promise<Facts>;
  /**
   * The resources as this operation wants them, or several in turn when the way there matters. Pure. It is asked where no
   * precondition that it needs refuses; an `AlbflowError` Conflict says that it can be asked later.
   */
  change(resources: Seen, input: Input, facts: Facts): Seen | ResourceSet | ResourceSet[];
  preconditions: Precondition<Input, Facts, Seen>[];
  /**
   * What clients will notice this time, when that depends: `reasons` says what the impact alone does not. What it opens to
   * others is found by comparing the stages (shared/core/securityLowered.ts); `opens` says what cannot be seen there.
   */
  effect?(subject: Subject<Input, Facts, Seen>): { impact: Impact; reasons: Reason[]; opens?: Reason[] };
  /** What the access log says of the clients that it concerns: told with the plan, and no part of what is agreed to. */
  figures?(clients: Clients, subject: Subject<Input, Facts, Seen>): Promise<Reason[]>;
  /** How long the result is watched before it counts, or waited for until it shows. */
  watch?(input: Input): Watch;
  /** The writes that it makes, forward and back. With the reads that every operation makes, its RAM policy. */
  writes: WriteAction[];
  /** RAM actions that `gather` and `scope` need. */
  reads: string[];
  /** Runs as a test and prints in the documentation. */
  example: Input;
}

/** How long a result is watched, or waited for. */
export interface Watch {
  seconds: number;
  /** Whether it is watched to the end, even if all is well at once. */
  throughout: boolean;
  /** Seconds for which what each stage before the last has led to is watched; none unless given. */
  stageSeconds?: number;
}

/** An operation of any kind, as the phases handle it. */
export type AnyOperation = Operation<CommonInput, unknown, ResourceSet>;

/** What every operation's input holds. */
export interface CommonInput {
  listenerId?: string;
  /** Seconds (10 to 1800) in which all of it must be done; running out of it leads back, for which there are 300 s more. */
  deadlineSeconds: number;
  /** Where it is done; home's own where absent. */
  region?: string | undefined;
  account?: string | undefined;
  /** The hash of the plan that was agreed to: when the resources have changed since, nothing is done. */
  plan?: string | undefined;
  /** Who asked for it. Cannot approve it. */
  requestedBy: string;
  /** Why it is done, and the ticket that it belongs to: for whoever approves, and for the record. They change nothing of the plan. */
  reason?: string | undefined;
  ticket?: string | undefined;
  /** albflow's signature of who asked; see shared/core/signedRequest.ts. */
  signature?: string | undefined;
  /** Whether somebody else has to agree even where nothing is interrupted or made less secure. */
  requireApproval: boolean;
  /** See `certificateQuota`, in operations that bind more than one certificate. */
  certificateQuota?: number | undefined;
  /** How the result is verified. */
  verification: Verification;
}

/** The input of an operation on a listener. */
type ListenerInput = CommonInput & { listenerId: string };

/** How an operation on a listener is written down: input as a zod shape, without what every operation has. */
export function defineOperation<Shape extends z.core.$ZodShape, Facts = undefined>(
  description: Description<OutputOf<Shape> & ListenerInput, Facts, ListenerResources> & {
    input: Shape;
    example: { listenerId: string } & Partial<z.input<typeof commonInput>> & InputOf<Shape>;
  },
): Operation<OutputOf<Shape> & ListenerInput, Facts> {
  return complete(description as never, inputOnListener(description.input) as never);
}

/** How an operation is written down that makes something for later listeners, and has no listener itself. */
export function defineCreation<Shape extends z.core.$ZodShape, Facts = undefined>(
  description: Description<OutputOf<Shape> & CommonInput, Facts, ResourceSet> & {
    input: Shape;
    scope: Operation<OutputOf<Shape> & CommonInput, Facts, ResourceSet>["scope"];
    example: Partial<z.input<typeof commonInput>> & InputOf<Shape>;
  },
): Operation<OutputOf<Shape> & CommonInput, Facts, ResourceSet> {
  return complete(description as never, inputOfCreation(description.input) as never);
}

/** A rule for `refuse`. */
export function precondition<Input, Facts, Seen extends ResourceSet = ListenerResources>(
  requires: Reason,
  check: Precondition<Input, Facts, Seen>["check"],
): Precondition<Input, Facts, Seen> {
  return { requires, check };
}

/** Whether an operation has to do with additional certificates, so that they are part of its resources. */
export function readsCertificates({ writes }: { writes: WriteAction[] }): boolean {
  return writes.some((action) => action.includes("AdditionalCertificates"));
}

/** What zod makes of a shape that has no fields is a record that may have none at all. */
type InputOf<Shape extends z.core.$ZodShape> = keyof Shape extends never ? unknown : z.input<z.ZodObject<Shape>>;
type OutputOf<Shape extends z.core.$ZodShape> = keyof Shape extends never ? unknown : z.output<z.ZodObject<Shape>>;

/** Only `gather` says what the facts are; everything else is told. */
type Description<Input extends CommonInput, Facts, Seen extends ResourceSet> = Pick<
  Operation<Input, NoInfer<Facts>, Seen>,
  | "name"
  | "area"
  | "summary"
  | "when"
  | "impacts"
  | "change"
  | "preconditions"
  | "effect"
  | "figures"
  | "watch"
  | "writes"
> &
  Partial<Pick<Operation<Input, NoInfer<Facts>, Seen>, "reads" | "scope">> & {
    gather?: Operation<Input, Facts, Seen>["gather"];
  };

function complete<Input extends CommonInput, Facts, Seen extends ResourceSet>(
  description: Omit<Operation<Input, Facts, Seen>, "input">,
  input: z.ZodType<Input>,
): Operation<Input, Facts, Seen> {
  const certificates = readsCertificates(description);
  const otherwise: Pick<Operation<Input, Facts, Seen>, "scope" | "gather" | "reads"> = {
    scope: ({ listenerId }) => (listenerId === undefined ? {} : { listener: { ListenerId: listenerId, certificates } }),
    gather: async () => undefined as Facts,
    reads: [],
  };
  let example: Input | undefined;
  return {
    ...otherwise,
    ...description,
    input,
    // Of what functions load they read no example: it is checked when somebody does.
    get example() {
      example ??= takeInput(input, description.example);
      return example;
    },
  };
}
