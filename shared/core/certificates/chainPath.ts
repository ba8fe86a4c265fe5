/** What is known of any certificate of a chain. */
interface Dated {
  subject: string;
  issuer: string;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
}

/** How certificates of a chain are told to belong together. */
interface PathRules<One extends Dated> {
  /** Whether one was issued by another. */
  issued(child: One, issuer: One): boolean;
  /** The trusted root that issued one. */
  trusted(child: One): Dated | undefined;
}

/** The way from a leaf to what clients trust, or to where it ends. */
interface ChainPath<One extends Dated> {
  links: One[];
  /** The trusted root, which is not among the links; undefined when the way does not lead to one. */
  root: Dated | undefined;
}

/**
 * The way that clients go through a chain at a time: they stop at the first issuer that they trust, and of several that
 * may be the issuer they take the first that is valid, as OpenSSL does. What the way does not need is passed over.
 */
export function chainPath<One extends Dated>(chain: One[], at: number, rules: PathRules<One>): ChainPath<One> {
  const links = chain.slice(0, 1);
  for (let last = links[0]; last !== undefined; ) {
    const root = rules.trusted(last);
    if (root !== undefined) return { links, root };
    const child = last;
    const issuers = chain.filter((one) => !links.includes(one) && rules.issued(child, one));
    last = rules.issued(child, child)
      ? undefined
      : (issuers.find((one) => isValid(one, at)) ?? issuers.sort((one, other) => other.notAfter - one.notAfter)[0]);
    if (last !== undefined) links.push(last);
  }
  return { links, root: undefined };
}

/** Until when clients accept a chain. */
export interface ChainEnd {
  /** Milliseconds since 1970: the certificate's own end, or that of an issuer of it that ends before. */
  notAfter: number;
  /** The name of that issuer; absent where the certificate itself ends first. */
  endsWith?: string;
}

/**
 * The earliest end on the way to the root: where one issuer ends and another of the same key goes on, clients take that.
 * A root that came along ends with the trust in it and not with its date.
 */
export function chainEnd<One extends Dated>(chain: [One, ...One[]], now: number, rules: PathRules<One>): ChainEnd {
  const [leaf] = chain;
  let end: ChainEnd = { notAfter: leaf.notAfter };
  let isTrusted: boolean | undefined;
  for (let at = now; ; ) {
    const { links, root } = chainPath(chain, at, rules);
    const last = links.at(-1);
    const own = last !== undefined && links.length > 1 && rules.issued(last, last) ? [last] : [];
    const counted: Dated[] = [...links.filter((one) => !own.includes(one)), ...(root === undefined ? [] : [root])];
    const first = counted.reduce((one, other) => (other.notAfter < one.notAfter ? other : one));
    const goesOn = isTrusted === (root !== undefined) && counted.every((one) => isValid(one, at));
    if (isTrusted !== undefined && !goesOn) return end;
    isTrusted = root !== undefined;
    end = first === leaf ? { notAfter: leaf.notAfter } : { notAfter: first.notAfter, endsWith: first.subject };
    if (first === leaf || first.notAfter < at) return end;
    at = first.notAfter + 1_000;
  }
}

function isValid({ notBefore, notAfter }: Dated, at: number): boolean {
  return notBefore <= at && at <= notAfter;
}
