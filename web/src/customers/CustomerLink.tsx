import { Link } from '@tanstack/react-router';
import classes from '../ui/links.module.css';

interface CustomerLinkProps {
  /** 0: none. */
  readonly customerId: number;
  /** null or "": known by its number only. */
  readonly name?: string | null;
}

/** A customer, which leads to its page. */
export const CustomerLink = ({ customerId, name }: CustomerLinkProps) => {
  if (customerId === 0) return <span className={classes.none}>no customer</span>;
  const shown = name === undefined || name === null || name === '' ? `customer ${customerId}` : name;
  return (
    <Link to="/customers/$id" params={{ id: String(customerId) }} className={classes.link} title={shown}>
      {shown}
    </Link>
  );
};
