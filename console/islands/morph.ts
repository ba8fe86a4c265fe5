/**
 * Makes an element like another, changing only what differs: what stays is the same element, so that nothing flickers,
 * nobody's focus or selection is lost, and what somebody has opened or typed stays.
 */
export function morph(from: Element, to: Element): void {
  copyAttributes(from, to);
  const [old, next] = [[...from.childNodes], [...to.childNodes]];
  next.forEach((node, index) => {
    const there = old[index];
    if (there === undefined) from.append(node);
    else if (!isAlike(there, node)) there.replaceWith(node);
    else if (there instanceof Element && node instanceof Element) morph(there, node);
    else if (there.nodeValue !== node.nodeValue) there.nodeValue = node.nodeValue;
  });
  for (const node of old.slice(next.length)) node.remove();
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
