import {
  Activity,
  Boxes,
  FileClock,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Rows3,
  Settings,
  ShieldAlert,
  UserKey,
  Users,
} from 'lucide-react';
import type { MethodName } from '../api/call.js';
import { PAGE_LIST, PAGES } from '../pages.js';

type Pages = typeof PAGES;

type RailPath = { [Path in keyof Pages]: Pages[Path] extends { readonly rail: unknown } ? Path : never }[keyof Pages];

/** The icons that entries of the rail name. They stand here because the list of pages is loaded before any library. */
const ICONS: Readonly<Record<Pages[RailPath]['rail']['icon'], LucideIcon>> = {
  Activity,
  Boxes,
  FileClock,
  KeyRound,
  LayoutDashboard,
  Rows3,
  Settings,
  ShieldAlert,
  UserKey,
  Users,
};

/** An entry of the rail. */
interface Section {
  readonly to: RailPath;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown to readers who may call it; undefined: to all. */
  readonly needs?: MethodName;
}

const isOfRail = (path: keyof Pages): path is RailPath => 'rail' in PAGES[path];

/** The rail, in the order of the list of pages. */
export const SECTIONS: readonly Section[] = PAGE_LIST.map(([path]) => path)
  .filter(isOfRail)
  .map((path) => {
    const { icon, ...rail } = PAGES[path].rail;
    return { ...rail, to: path, icon: ICONS[icon] };
  });
