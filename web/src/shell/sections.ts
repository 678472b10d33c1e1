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

/** An entry of the rail. */
interface Section {
  readonly to:
    | '/'
    | '/log'
    | '/licenses'
    | '/customers'
    | '/products'
    | '/events'
    | '/changes'
    | '/guessing'
    | '/access'
    | '/settings';
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown to who may call it; without one, to everybody. */
  readonly needs?: MethodName;
}

export const SECTIONS: readonly Section[] = [
  { to: '/', label: 'Overview', icon: LayoutDashboard },
  { to: '/log', label: 'Log', icon: Rows3, needs: 'ai/GetWebAPILog' },
  { to: '/licenses', label: 'Licences', icon: KeyRound, needs: 'product/GetKeys' },
  { to: '/customers', label: 'Customers', icon: Users, needs: 'customer/GetCustomers' },
  { to: '/products', label: 'Products', icon: Boxes, needs: 'product/GetProducts' },
  { to: '/events', label: 'Events', icon: Activity, needs: 'ai/GetEvents' },
  { to: '/changes', label: 'Changes', icon: FileClock, needs: 'ai/GetObjectLog' },
  { to: '/guessing', label: 'Guessing', icon: ShieldAlert, needs: 'ai/GetWebAPILog' },
  { to: '/access', label: 'Access', icon: UserKey, needs: 'auth/GetTokens' },
  { to: '/settings', label: 'Settings', icon: Settings },
];
