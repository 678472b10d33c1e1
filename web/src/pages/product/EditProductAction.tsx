import { Button } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { FEATURES } from '../../api/license.js';
import type { ProductFacts } from '../../api/products.js';
import { useChange } from '../../api/useChange.js';
import { ConfirmAction } from '../../parts/ConfirmAction.js';
import { type ProductDraft, ProductFields } from '../../parts/ProductFields.js';

const draftOf = ({ name, description, featureDefinitions }: ProductFacts): ProductDraft => ({
  ...{ Name: name, Description: description },
  FeatureNames: FEATURES.map((feature) => featureDefinitions[feature].name),
});

/** Changes a product's name, description and the names of its features. */
export const EditProductAction = ({ product }: { readonly product: ProductFacts }) => {
  const before = draftOf(product);
  const [draft, setDraft] = useState(before);
  const change = useChange();
  const ProductId = product.id;
  return (
    <ConfirmAction
      label="Edit the product"
      done="The product is changed."
      run={() => change('product/EditProduct', { ProductId, ...draft })}
      undo={() => change('product/EditProduct', { ProductId, ...before })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Pencil size={14} aria-hidden />}
          onClick={() => {
            setDraft(before);
            open();
          }}
        >
          Edit
        </Button>
      )}
    >
      <ProductFields value={draft} onChange={setDraft} />
    </ConfirmAction>
  );
};
