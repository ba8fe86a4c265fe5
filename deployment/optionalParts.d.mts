export function optionalParts(
  settings: Record<string, string | undefined>,
  probing: string[],
): { extend: string; resources: Record<string, { props: object }> } | undefined;
export function withAddress(settings: Record<string, string | undefined>): Record<string, string | undefined>;
