/** What a reason must be: a code with its parameters, whatever the language that it is told in. */
export function coded(
  code: string,
  params: Record<string, unknown> = {},
): { code: string; params: Record<string, unknown> } {
  return { code, params };
}
