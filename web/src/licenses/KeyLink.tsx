import { Link } from '@tanstack/react-router';
import classes from '../ui/links.module.css';

interface KeyLinkProps {
  /** 0: the request named none. */
  readonly productId: number;
  /** The key string; "": none. */
  readonly keyText: string;
}

/** A key, which leads to its licence's page. */
export const KeyLink = ({ productId, keyText }: KeyLinkProps) => {
  if (keyText === '') return <span className={classes.none}>no key</span>;
  if (productId === 0) return <span className={`${classes.link} kl-mono`}>{keyText}</span>;
  return (
    <Link
      to="/licenses/$productId/$key"
      params={{ productId: String(productId), key: keyText }}
      className={`${classes.link} kl-mono`}
      title={keyText}
    >
      {keyText}
    </Link>
  );
};
