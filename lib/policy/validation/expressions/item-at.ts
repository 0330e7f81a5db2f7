/** An item that is there: an index out of the list is a mistake of the code that asks. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new TypeError(`There is no item ${index}.`);
  return item;
}
