/** A copy without a field. */
export function withoutField<Value extends object>(value: Value, field: keyof Value): Value {
  const copy = { ...value };
  Reflect.deleteProperty(copy, field);
  return copy;
}
