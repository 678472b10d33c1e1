import type { FEATURES } from '../api/license.js';
import { useProducts } from '../api/products.js';

type FeatureNames = Readonly<Record<(typeof FEATURES)[number], string>>;

/** The names that a product gives its features; F1 to F8 where it gives none. */
export const useFeatureNames = (productId: number): FeatureNames => {
  const definitions = useProducts().find(({ id }) => id === productId)?.featureDefinitions;
  const name = (feature: (typeof FEATURES)[number]): string => {
    const given = definitions?.[feature].name ?? '';
    return given === '' ? feature.toUpperCase() : given;
  };
  return {
    f1: name('f1'),
    f2: name('f2'),
    f3: name('f3'),
    f4: name('f4'),
    f5: name('f5'),
    f6: name('f6'),
    f7: name('f7'),
    f8: name('f8'),
  };
};
