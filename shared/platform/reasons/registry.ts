import type { Widened } from "./define.ts";
import { basicReasons } from "./topics/basics.ts";
import { cliReasons } from "./topics/cli.ts";
import { doctorReasons } from "./topics/doctor.ts";
import { settingReasons } from "./topics/settings.ts";

/** Every code, by topic: product code imports only the types, so that no package holds this. */
export const topics = {
  basics: basicReasons,
  cli: cliReasons,
  doctor: doctorReasons,
  settings: settingReasons,
};

type Topics = typeof topics;

/** The codes of a topic with what is known of them. */
type TopicName = keyof Topics;

type Registry = UnionToIntersection<Topics[TopicName]>;

/** Every code. */
export type ReasonCode = keyof Registry;

/** The parameters of a code. */
export type ParamsOf<Code extends ReasonCode> = Registry[Code] extends { params: infer Params }
  ? { -readonly [Name in keyof Params]: Widened<Params[Name]> }
  : never;

type UnionToIntersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;
