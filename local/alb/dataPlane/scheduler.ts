import { createHash } from "node:crypto";
import type { ServedServerGroup } from "./contract.ts";

/** Something that takes its share of the traffic by weight. */
export interface Weighted {
  readonly weight: number;
  /** The credit of smooth weighted round robin; starts at 0. */
  credit: number;
}

/** A server as a scheduler sees it. */
export interface Schedulable extends Weighted {
  /** `host:port` */
  readonly address: string;
  /** Requests that it is answering. */
  active: number;
}

/** How each scheduler of ALB chooses among servers of a weight above 0; undefined when there are none. */
export const SCHEDULERS: Record<
  ServedServerGroup["scheduler"],
  <S extends Schedulable>(servers: readonly S[], clientAddress: string) => S | undefined
> = {
  Wrr: (servers) => chooseByWeight(servers),
  Wlc: (servers) => best(servers, (server) => -(server.active + 1) / server.weight),
  Sch: (servers, clientAddress) => best(servers, (server) => rendezvous(server, clientAddress)),
};

/** Smooth weighted round robin: over any run of requests each gets its exact share, without bursts. */
export function chooseByWeight<W extends Weighted>(candidates: readonly W[]): W | undefined {
  let chosen: W | undefined;
  let total = 0;
  for (const candidate of candidates) {
    if (candidate.weight <= 0) continue;
    total += candidate.weight;
    candidate.credit += candidate.weight;
    if (chosen === undefined || candidate.credit > chosen.credit) chosen = candidate;
  }
  if (chosen !== undefined) chosen.credit -= total;
  return chosen;
}

function best<S>(servers: readonly S[], score: (server: S) => number): S | undefined {
  let chosen: { server: S; score: number } | undefined;
  for (const server of servers) {
    const candidate = { server, score: score(server) };
    if (chosen === undefined || candidate.score > chosen.score) chosen = candidate;
  }
  return chosen?.server;
}

/** Rendezvous hashing: a client stays with its server for as long as that one is there, whatever others come and go. */
function rendezvous({ address, weight }: Schedulable, clientAddress: string): number {
  const hash = createHash("sha1").update(`${clientAddress} ${address}`).digest().readUInt32BE(0);
  return weight / -Math.log((hash + 0.5) / 2 ** 32);
}
