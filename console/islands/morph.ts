/**
 * Makes an element like another, changing only what differs: what stays is the same element, so that nothing flickers,
 * nobody's focus or selection is lost, and what somebody has opened or typed stays. Parts that come and go have ids.
 */
export function morph(from: Element, to: Element): void {
  copyAttributes(from, to);
  const staying = new Set(Array.from(to.children, ({ id }) => id));
  // These lists change while they are gone through.
  const gone = Array.from(from.children).filter(({ id }) => id !== "" && !staying.has(id));
  for (const child of gone) child.remove();
  let there = from.firstChild;
  for (const node of Array.from(to.childNodes)) {
    if (there === null || !isAlike(there, node)) {
      from.insertBefore(knownAs(from, node) ?? node, there);
      continue;
    }
    update(there, node);
    there = there.nextSibling;
  }
  while (there !== null) {
    const next: ChildNode | null = there.nextSibling;
    there.remove();
    there = next;
  }
}

/** The child that has the id of a node, made like it. */
function knownAs(from: Element, node: Node): Node | undefined {
  if (!(node instanceof Element) || node.id === "") return undefined;
  const known = Array.from(from.children).find(({ id }) => id === node.id);
  if (known !== undefined) morph(known, node);
  return known;
}

function update(there: Node, node: Node): void {
  if (there instanceof Element && node instanceof Element) morph(there, node);
  else if (there.nodeValue !== node.nodeValue) there.nodeValue = node.nodeValue;
}

function isAlike(one: Node, other: Node): boolean {
  return one.nodeName === other.nodeName && (one as Element).id === (other as Element).id;
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !isTheirs(from, name)) from.setAttribute(name, value);
  }
  for (const name of from.getAttributeNames()) {
    if (!to.hasAttribute(name) && !isTheirs(from, name)) from.removeAttribute(name);
  }
}

/** Whether an attribute is the reader's to change, not the server's. */
function isTheirs({ tagName }: Element, attribute: string): boolean {
  return (tagName === "DETAILS" && attribute === "open") || (tagName === "INPUT" && attribute === "value");
}
