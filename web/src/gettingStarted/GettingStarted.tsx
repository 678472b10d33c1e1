import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { methodQuery } from '../api/call.js';
import { useProducts } from '../api/products.js';
import { useMayCall } from '../api/useMayCall.js';
import { Empty } from '../ui/Empty.js';
import classes from './GettingStarted.module.css';
import { KeyStep } from './KeyStep.js';
import { ProductStep } from './ProductStep.js';
import { SnippetStep } from './SnippetStep.js';
import { Step } from './Step.js';
import { TokenStep } from './TokenStep.js';
import { useStarted } from './useStarted.js';

/** Product, key, token, a snippet, and a line that turns green: what is there already is taken up. */
export const GettingStarted = () => {
  const mayCall = useMayCall();
  const products = useProducts();
  const [started, setStarted] = useStarted();
  const [token, setToken] = useState<string>();
  const productId = products.find(({ id }) => id === started.productId)?.id ?? products[0]?.id;
  const { data: keys } = useQuery({
    ...methodQuery('product/GetKeys', { ProductId: productId ?? 0, OrderBy: 'ID descending' }),
    enabled: productId !== undefined,
  });
  const madeKey = started.productId === productId ? started.keyText : undefined;
  const key = madeKey ?? keys?.licenseKeys.find((license) => license.key !== null)?.key ?? undefined;
  if (!mayCall('auth/CreateToken')) {
    return (
      <Empty title="An owner sets this up">
        An owner of the account makes the first product, key and token; what applications ask then is in the log.
      </Empty>
    );
  }
  const choose = (id: number): void => {
    setStarted({ productId: id });
    setToken(undefined);
  };
  return (
    <>
      <p className={classes.words}>
        From an empty server to the first activation: a product, a key of it, a token, and a few lines in your program.
      </p>
      <ol className={classes.steps}>
        <Step number={1} title="A product" isDone={productId !== undefined} isWaiting={false}>
          <ProductStep productId={productId} choose={choose} />
        </Step>
        <Step number={2} title="A key" isDone={key !== undefined} isWaiting={productId === undefined}>
          {productId !== undefined && (
            <KeyStep productId={productId} keyText={key} made={(keyText) => setStarted({ productId, keyText })} />
          )}
        </Step>
        <Step number={3} title="A token" isDone={token !== undefined} isWaiting={key === undefined}>
          {productId !== undefined && <TokenStep productId={productId} token={token} made={setToken} />}
        </Step>
        <Step number={4} title="Your application" isDone={false} isWaiting={key === undefined}>
          {productId !== undefined && key !== undefined && (
            <SnippetStep productId={productId} keyText={key} token={token} />
          )}
        </Step>
      </ol>
    </>
  );
};
