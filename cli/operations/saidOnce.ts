/** Whether what a state of an execution says is new: a rollback that is tried again says nothing new until its sentence differs. */
export function saidOnce(): (state: string, line: string) => boolean {
  const said = new Map<string, string>();
  return (state, line) => {
    if (said.get(state) === line) return false;
    said.set(state, line);
    return true;
  };
}
