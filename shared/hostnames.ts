/** Whether a certificate name (`example.com`, `*.example.com`) fits a host name; a wildcard stands for one label. */
export function nameFits(certificateName: string, hostname: string): boolean {
  const name = certificateName.toLowerCase();
  const host = hostname.toLowerCase();
  if (!name.startsWith("*.")) return name === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot) === name.slice(1);
}

/** The names of `wanted` that `names` does not cover; a wildcard is covered only by the same wildcard. */
export function namesNotCovered(wanted: string[], names: string[]): string[] {
  return wanted.filter((name) =>
    name.startsWith("*.")
      ? !names.some((other) => other.toLowerCase() === name.toLowerCase())
      : !names.some((other) => nameFits(other, name)),
  );
}

/** A host name to ask for when a certificate name is to be tried: a wildcard needs a label in place of its star. */
export function probeFor(certificateName: string): string {
  return certificateName.startsWith("*.") ? `albflow-probe${certificateName.slice(1)}` : certificateName;
}
