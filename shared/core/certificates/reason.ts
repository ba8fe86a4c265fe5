/** Why something is so, for programs and for people. */
export interface Reason {
  /** Stable, kebab-case. */
  code: string;
  /** In words that complete "<id> cannot serve: …", without a full stop. */
  message: string;
  /** What the message was made of, with which it can be said in another language. */
  parameters: Record<string, string | number>;
}

export function reason(code: string, message: string, parameters: Record<string, string | number> = {}): Reason {
  return { code, message, parameters };
}
