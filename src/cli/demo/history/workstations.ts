import type { Stage } from './stage.js';

/** A workstation. */
export interface Workstation {
  readonly machineCode: string;
  readonly friendlyName: string;
  /** Where it is when it is not in the office. */
  readonly home: string;
  /** When its use begins. */
  readonly since: number;
}

const HEX = '0123456789abcdef';
const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const OWNERS = [
  'anna',
  'ben',
  'dev',
  'elif',
  'hana',
  'ines',
  'jonas',
  'kenji',
  'lucia',
  'marek',
  'priya',
  'sven',
  'vera',
];

/** A machine code as client SDKs compute it: a hash of hardware properties. */
export const newMachineCode = ({ random }: Stage): string => random.text(HEX, 32);

/** `prefix` starts the names that a company's administrators assign. */
export const newWorkstation = (
  stage: Stage,
  { prefix, home, since }: { readonly prefix: string; readonly home: string; readonly since: number },
): Workstation => ({ machineCode: newMachineCode(stage), friendlyName: newFriendlyName(stage, prefix), home, since });

const newFriendlyName = ({ random }: Stage, prefix: string): string => {
  switch (random.integer(0, 4)) {
    case 0:
      return `DESKTOP-${random.text(LETTERS_AND_DIGITS, 7)}`;
    case 1:
      return `LAPTOP-${random.text(LETTERS_AND_DIGITS, 8)}`;
    case 2:
      return `${random.pick(OWNERS)}-macbook`;
    default:
      return `${prefix}-WS-${String(random.integer(1, 299)).padStart(3, '0')}`;
  }
};

/** The names of a company's machines. */
export const namePrefix = (company: string): string =>
  company
    .replaceAll(/[^A-Za-z]/g, '')
    .slice(0, 4)
    .toUpperCase();
