import type { Ports } from "./portBlock.ts";

/** Where each service listens, as its official client wants it written. */
export interface Endpoints {
  console: string;
  alb: string;
  cas: string;
  fnf: string;
  fc: string;
  log: string;
  ram: string;
  alidns: string;
  kms: string;
  /** CloudMonitor, beside ALB: the version of a call tells which is meant. */
  cms: string;
  /** Where names are asked for, `host:port` over UDP and TCP. */
  dns: string;
  /** Added to listener ports below 1024 where the system does not let this process open them; else 0. */
  lowPortOffset: number;
}

/** The endpoints of a block of ports. SLS puts the project before the host, so that one needs a name. */
export function endpointsOf(ports: Ports, lowPortOffset: number): Endpoints {
  return {
    console: `http://127.0.0.1:${ports.console}`,
    alb: `http://127.0.0.1:${ports.alb}`,
    cas: `http://127.0.0.1:${ports.cas}`,
    fnf: `http://127.0.0.1:${ports.fnf}`,
    fc: `http://127.0.0.1:${ports.fc}`,
    log: `http://sls.localhost:${ports.sls}`,
    ram: `http://127.0.0.1:${ports.ram}`,
    alidns: `http://127.0.0.1:${ports.alidns}`,
    kms: `http://127.0.0.1:${ports.kms}`,
    cms: `http://127.0.0.1:${ports.alb}`,
    dns: `127.0.0.1:${ports.dns}`,
    lowPortOffset,
  };
}
