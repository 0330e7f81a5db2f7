import type { Provider, Type } from '@nestjs/common';

/**
 * The classes that applications inject, of each copy of the package in this process: one for each module format. This file stands on nothing
 * of Nest, so the package has it once for both (packaging/bundles.mjs).
 */
const copies = new Set<readonly Type[]>();

/** Makes the classes of a copy known to the others. */
export function addCopy(classes: readonly Type[]): void {
  copies.add(classes);
}

/** Providers with which the classes of the other copies stand for the instances of this one. */
export function otherCopiesOf(classes: readonly Type[]): (Provider & { readonly provide: Type })[] {
  return [...copies]
    .filter(copy => copy !== classes)
    .flatMap(copy =>
      copy.flatMap((provide, index) => {
        const useExisting = classes[index];
        return useExisting === undefined ? [] : [{ provide, useExisting }];
      }),
    );
}
