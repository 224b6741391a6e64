/** Whether two values say the same, whatever the order of their fields; a field that is undefined is not there. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const [left, right] = [new Map(definedIn(one)), new Map(definedIn(other))];
  return left.size === right.size && [...left].every(([key, value]) => isSameJson(value, right.get(key)));
}

const definedIn = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, inner]) => inner !== undefined);
