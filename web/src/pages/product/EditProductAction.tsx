import { FEATURES } from '../../api/license.js';
import type { ProductFacts } from '../../api/products.js';
import { useChange } from '../../api/useChange.js';
import { type ProductDraft, ProductFields } from '../../products/ProductFields.js';
import { EditAction } from '../../ui/EditAction.js';

const draftOf = ({ name, description, featureDefinitions }: ProductFacts): ProductDraft => ({
  Name: name,
  Description: description,
  FeatureNames: FEATURES.map((feature) => featureDefinitions[feature].name),
});

/** Changes a product's name, description and the names of its features. */
export const EditProductAction = ({ product }: { readonly product: ProductFacts }) => {
  const change = useChange();
  return (
    <EditAction
      label="Edit the product"
      done="The product is changed."
      before={draftOf(product)}
      save={(draft) => change('product/EditProduct', { ProductId: product.id, ...draft })}
      fields={(draft, setDraft) => <ProductFields value={draft} onChange={setDraft} />}
    />
  );
};
