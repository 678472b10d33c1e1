import { Link } from '@tanstack/react-router';
import classes from '../ui/links.module.css';

/** An address as the log shows it (masked), which leads to everything that came from it. */
export const AddressLink = ({ address }: { readonly address: string }) =>
  address === '' ? (
    <span className={classes.none}>–</span>
  ) : (
    <Link to="/addresses/$address" params={{ address }} className={classes.link} title={address}>
      {address}
    </Link>
  );
