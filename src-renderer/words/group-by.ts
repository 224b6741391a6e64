/** The items by their key, each key where its first item stands. */
export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const members = groups.get(key);
    if (members === undefined) {
      groups.set(key, [item]);
    } else {
      members.push(item);
    }
  }
  return groups;
}
