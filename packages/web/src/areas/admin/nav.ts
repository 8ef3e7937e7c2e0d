import {
  Activity,
  ArrowLeftRight,
  BadgeCheck,
  BookOpen,
  Cable,
  CalendarDays,
  ClipboardList,
  KeyRound,
  LayoutTemplate,
  Link2,
  LogIn,
  Mail,
  RotateCw,
  ScrollText,
  Stamp,
  Users,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { Session } from '../../api/types.ts';

export interface NavEntry {
  path: string;
  /** Key of its words. */
  key: string;
  icon: LucideIcon;
  /** To whom it is open; none: the administrator of the whole city alone. */
  for?: 'everyone' | 'administrators' | 'keyManagers';
}

export const navEntries: NavEntry[] = [
  { path: '/admin/items', key: 'places.items', icon: BookOpen, for: 'everyone' },
  { path: '/admin/forms', key: 'places.forms', icon: ClipboardList },
  { path: '/admin/rules', key: 'places.rules', icon: Workflow },
  { path: '/admin/licences', key: 'places.licences', icon: LayoutTemplate },
  { path: '/admin/licence-exchange', key: 'places.exchange', icon: ArrowLeftRight },
  { path: '/admin/people', key: 'places.people', icon: Users, for: 'administrators' },
  { path: '/admin/seals', key: 'places.seals', icon: Stamp, for: 'administrators' },
  { path: '/admin/certificates', key: 'places.certificates', icon: BadgeCheck, for: 'administrators' },
  { path: '/admin/keys', key: 'places.keys', icon: KeyRound, for: 'keyManagers' },
  { path: '/admin/systems', key: 'places.systems', icon: Cable, for: 'administrators' },
  { path: '/admin/sign-in', key: 'places.signIn', icon: LogIn, for: 'administrators' },
  { path: '/admin/upstreams', key: 'places.upstreams', icon: Link2 },
  { path: '/admin/calendar', key: 'places.calendar', icon: CalendarDays },
  { path: '/admin/messages', key: 'places.messages', icon: Mail },
  { path: '/admin/jobs', key: 'places.jobs', icon: RotateCw },
  { path: '/admin/audit', key: 'places.audit', icon: ScrollText },
  { path: '/admin/health', key: 'places.health', icon: Activity },
];

/** What someone may administer: everything, the people of their district, or nothing. */
export function reachOf(session: Session): 'city' | 'district' | null {
  const posts = session.account?.posts.filter(({ role }) => role === 'admin') ?? [];
  if (posts.length === 0) return null;
  return posts.some(({ reach }) => reach === 'city') ? 'city' : 'district';
}

/** Administrators, and the data officers of agencies. */
export function managesKeys(session: Session): boolean {
  return session.account?.posts.some(({ role }) => role === 'admin' || role === 'dataOfficer') ?? false;
}

/** What someone's posts open. */
export function navOf(session: Session): NavEntry[] {
  const reach = reachOf(session);
  return navEntries.filter((entry) => {
    if (entry.for === 'everyone' || reach === 'city') return true;
    if (entry.for === 'keyManagers') return managesKeys(session);
    return entry.for === 'administrators' && reach !== null;
  });
}
