import { z } from "zod";
import { must } from "../../shared/platform/reasons/must.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { text } from "./field.ts";

/** The kinds of values that fields of albflow.yaml take, each with what is said of any other. */

export const regionId = text(/^[a-z]{2}-[a-z0-9-]{1,30}$/, must("must-be-region-id"));
export const projectName = text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, must("must-be-project-name"));
export const logstoreName = text(/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/, must("must-be-logstore-name"));
/** Names of trails (ActionTrail, CreateTrail): 6 to 36 characters that begin with a small letter. */
export const trailLogstore = text(
  /^(?!actiontrail_)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$|^actiontrail_[a-z][a-z0-9_-]{5,35}$/,
  must("must-be-trail-logstore"),
);
export const address = text(/^https:\/\/[^\s/]+\S*$/, must("must-be", { expected: reason("expected-https-address") }));
export const mailAddress = text(/^[^\s@,;:<>()"]+@[^\s@,;:<>()"]+\.[^\s@,;:<>()"]+$/, must("must-be-mail-address"));
export const listenerPattern = text(
  /^(?:[\d*]{1,16}\/[a-z0-9*-]{1,40}\/)?[\w*-]{1,64}$/,
  must("must-be-listener-pattern"),
);
export const whole = (least: number, most: number) => {
  const error = must("must-be", { expected: reason("expected-whole-number", { least, most }) });
  return z.int({ error }).min(least, error).max(most, error);
};
const shareError = must("must-be", { expected: reason("expected-number", { least: 0.05, most: 0.9 }) });
export const share = z.number({ error: shareError }).min(0.05, shareError).max(0.9, shareError);
export const word = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: must("must-be", { expected: reason("expected-one-of", { values: [...words] }) }) });
export const list = <Schema extends z.ZodType>(member: Schema) => z.array(member, { error: must("must-be-list") });
