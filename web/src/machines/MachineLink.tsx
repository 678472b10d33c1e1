import { Link } from '@tanstack/react-router';
import classes from '../ui/links.module.css';

interface MachineLinkProps {
  /** null: the method names no device; "" is a device like any other, which has no page. */
  readonly machineCode: string | null;
  /** A name of the device for people; stands instead of the code where there is one. */
  readonly friendlyName?: string;
}

/** A machine, which leads to its history over all licences. */
export const MachineLink = ({ machineCode, friendlyName = '' }: MachineLinkProps) => {
  if (machineCode === null) return <span className={classes.none}>–</span>;
  if (machineCode === '') return <span className={classes.none}>no machine code</span>;
  return (
    <Link
      to="/machines/$machineCode"
      params={{ machineCode }}
      className={classes.link}
      title={friendlyName === '' ? machineCode : `${friendlyName} (${machineCode})`}
    >
      {friendlyName === '' ? machineCode : friendlyName}
    </Link>
  );
};
