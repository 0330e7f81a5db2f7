import type { Provider, Type } from '@nestjs/common';

/**
 * The injectable classes of each copy of the package in this process. There is one copy for each
 * module format. This file imports no code of Nest, so both copies share it
 * (packaging/bundles.mjs).
 */
const copies = new Set<readonly Type[]>();

/** Adds the injectable classes of a copy. */
export function addCopy(classes: readonly Type[]): void {
  copies.add(classes);
}

/** Providers that make the classes of the other copies aliases of the instances of this copy. */
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
