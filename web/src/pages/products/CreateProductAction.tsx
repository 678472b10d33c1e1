import { Button } from '@mantine/core';
import { PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/useChange.js';
import { type ProductDraft, ProductFields } from '../../products/ProductFields.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';

const NEW: ProductDraft = { Name: '', Description: '', FeatureNames: ['', '', '', '', '', '', '', ''] };

/** Creates a product. */
export const CreateProductAction = () => {
  const [draft, setDraft] = useState(NEW);
  const change = useChange();
  return (
    <ConfirmAction
      label="Make a product"
      done={`${draft.Name} is made.`}
      run={async () =>
        draft.Name.trim() === ''
          ? { kind: 'refused', message: 'Give the product a name.' }
          : change('product/CreateProduct', draft)
      }
      button={(open) => (
        <Button
          size="compact-sm"
          leftSection={<PackagePlus size={14} aria-hidden />}
          onClick={() => {
            setDraft(NEW);
            open();
          }}
        >
          Make a product
        </Button>
      )}
    >
      <ProductFields value={draft} onChange={setDraft} />
    </ConfirmAction>
  );
};
