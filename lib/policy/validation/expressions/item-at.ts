/** The item at an index. An index outside of the list is a bug of the caller. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new TypeError(`There is no item ${index}.`);
  return item;
}
