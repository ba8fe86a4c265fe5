import { z } from "zod";
import type { AlbAnswer, AlbDoor } from "./clients/alb.ts";
import type { CasDoor } from "./clients/cas.ts";
import type { WriteAction } from "./path.ts";
import type { Listener, World } from "./world.ts";

/** What clients of the listener notice. Only `interrupts traffic` needs somebody's approval. */
export type Impact = "no interruption" | "restores traffic" | "interrupts traffic";

/** Everything that an operation's rules may look at. */
export interface Subject<Input, Facts> {
  input: Input;
  world: ExistingWorld;
  loadBalancer: LoadBalancer;
  facts: Facts;
  /** Milliseconds since 1970. */
  now: number;
}

/** The instance that the listener belongs to. */
export type LoadBalancer = AlbAnswer<"GetLoadBalancerAttribute">;

export type ExistingWorld = World & { listener: Listener };

/** The doors that operations use to find things out. */
export interface Doors {
  alb: AlbDoor;
  cas: CasDoor;
}

/**
 * One thing done to a listener. It says what the listener shall be; the calls that lead there, the diff that people
 * read, and the way back are all derived from that (docs/decisions/operations-say-what-not-how.md).
 */
export interface Operation<Input extends ListenerInput = ListenerInput, Facts = unknown> {
  /** The name of its file, its function, its flow, its route and its command. */
  name: string;
  summary: string;
  impact: Impact;
  input: z.ZodType<Input>;
  /** The world as this operation wants it. Pure; throws `AlbflowError` Refused when that makes no sense here. */
  change(world: ExistingWorld, input: Input): World;
  /** Looks up what the rules need beyond the listener itself. Reads only. */
  study(doors: Doors, world: ExistingWorld, input: Input, now: number): Promise<Facts>;
  /** Each rule gives its reasons to refuse, in sentences; none means that it agrees. */
  refuse: ((subject: Subject<Input, Facts>) => string[])[];
  /** The ALB writes that it makes, forward and back. With the reads that every operation makes, its RAM policy. */
  writes: WriteAction[];
  /** RAM actions that `study` needs. */
  reads: string[];
  /** Runs as a test and prints in the documentation. */
  example: Input;
}

/** Whether there is a listener in a world. */
export function exists(world: World): world is ExistingWorld {
  return world.listener !== undefined;
}

/** Whether an operation has to do with additional certificates, so that they are part of its world. */
export function looksAtCertificates({ writes }: Pick<Operation, "writes">): boolean {
  return writes.some((action) => action.includes("AdditionalCertificates"));
}

/** What every operation's input holds. */
export interface ListenerInput {
  listenerId: string;
  /** Seconds (10 to 1800) in which all of it must be done; running out of it is a failure, and leads back. */
  deadlineSeconds: number;
}

/** How an operation is written down: input as a zod shape, without what every operation has. */
export function defineOperation<Shape extends z.core.$ZodShape, Facts = undefined>(
  description: Omit<
    Operation<z.output<z.ZodObject<Shape>> & ListenerInput, Facts>,
    "input" | "example" | "study" | "reads"
  > & {
    input: Shape;
    example: Pick<ListenerInput, "listenerId"> & (keyof Shape extends never ? unknown : z.input<z.ZodObject<Shape>>);
    study?: Operation<z.output<z.ZodObject<Shape>> & ListenerInput, Facts>["study"];
    reads?: string[];
  },
): Operation<z.output<z.ZodObject<Shape>> & ListenerInput, Facts> {
  const input = z.strictObject({ ...COMMON_INPUT, ...description.input });
  return {
    ...description,
    input: input as never,
    example: { deadlineSeconds: DEFAULT_DEADLINE_SECONDS, ...description.example } as never,
    study: description.study ?? (async () => undefined as Facts),
    reads: description.reads ?? [],
  };
}

/** A certificate id as ALB compares it (alb.md §1.4). */
export const certificateId = z
  .string()
  .regex(/^\d{1,15}-[a-z0-9-]+$/, "must be <number>-<region of the certificate service>, e.g. 24664588-cn-hangzhou");

/** Long enough for a few changes of 5–10 s each (alb.md §1.3) behind somebody else's. */
const DEFAULT_DEADLINE_SECONDS = 300;

const COMMON_INPUT = {
  listenerId: z.string().regex(/^l(sn|sr)-[\w*-]{1,64}$/, "must be the id of an ALB listener, e.g. lsn-o4u54y73wq7b"),
  deadlineSeconds: z.int().min(10).max(1800).default(DEFAULT_DEADLINE_SECONDS),
};
