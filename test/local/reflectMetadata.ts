/**
 * The four calls of the Reflect metadata proposal that @peculiar/x509 makes while it loads, so that no polyfill package
 * is needed. Import this file before that library.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

const defineMetadata = (key: unknown, value: unknown, target: object) => {
  const own = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, own.set(key, value));
};
const getOwnMetadata = (key: unknown, target: object) => metadata.get(target)?.get(key);
const getMetadata = (key: unknown, target: object | null): unknown =>
  target === null ? undefined : (getOwnMetadata(key, target) ?? getMetadata(key, Object.getPrototypeOf(target)));

const known = Reflect as { getMetadata?: unknown };
if (known.getMetadata === undefined) {
  Object.assign(Reflect, {
    defineMetadata,
    getOwnMetadata,
    getMetadata,
    metadata: (key: unknown, value: unknown) => (target: object) => defineMetadata(key, value, target),
  });
}
