import { Link } from '@tanstack/react-router';
import { useProductName } from '../api/products.js';
import classes from '../ui/links.module.css';

/** A product by its name, which leads to its page; 0: none. */
export const ProductLink = ({ productId }: { readonly productId: number }) => {
  const name = useProductName(productId);
  if (productId === 0) return <span className={classes.none}>no product</span>;
  return (
    <Link
      to="/products/$id"
      params={{ id: String(productId) }}
      className={classes.link}
      title={`${name} (${productId})`}
    >
      {name}
    </Link>
  );
};
