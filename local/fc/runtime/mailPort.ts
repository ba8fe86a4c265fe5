/**
 * Closes port 25 to a function, as the cloud does (real-cloud.md FR19, open.md O51): what connects there is told at once that
 * its time is out, instead of after minutes. Where the port was found to be open, it is told that the host takes no mail. It is
 * sent to other threads as source text, so it uses nothing from outside itself.
 */
export function guardMailPort(net: typeof import("node:net"), isOpen: boolean): void {
  const connect: unknown = Reflect.get(net.Socket.prototype, "connect");
  const code = isOpen ? "ECONNREFUSED" : "ETIMEDOUT";
  Reflect.set(net.Socket.prototype, "connect", function (this: import("node:net").Socket, ...given: unknown[]) {
    const first = Array.isArray(given[0]) ? given[0][0] : given[0];
    const port = typeof first === "object" && first !== null ? Reflect.get(first, "port") : first;
    if (Number(port) !== 25) return Reflect.apply(connect as () => unknown, this, given);
    const error = Object.assign(new Error(`connect ${code} port 25`), { code, syscall: "connect" });
    setImmediate(() => this.destroy(error));
    return this;
  });
}
