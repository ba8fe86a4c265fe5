/** The entry of what grants name by its id or by its name: `sgp-1/sgp=blue`; of what has no id by its name alone. */
export function entryNamed(id: string, named: string): string {
  return id === "" ? encoded(named) : `${id}/${encoded(named)}`;
}

/** A name cannot hold what separates entries and grants. */
export function encoded(name: string): string {
  return name.replaceAll(/[/:\s*]/g, encodeURIComponent);
}
