/** Items grouped by a key, each group in the order of the items. */
export const groupBy = <Item>(
  items: readonly Item[],
  idOf: (item: Item) => number,
): ReadonlyMap<number, readonly Item[]> => {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(idOf(item));
    if (group === undefined) groups.set(idOf(item), [item]);
    else group.push(item);
  }
  return groups;
};
