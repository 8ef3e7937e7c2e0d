import {
  Activity,
  BookOpen,
  CalendarDays,
  ClipboardList,
  Mail,
  RotateCw,
  ScrollText,
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
  for?: 'everyone' | 'administrators';
}

export const navEntries: NavEntry[] = [
  { path: '/admin/items', key: 'places.items', icon: BookOpen, for: 'everyone' },
  { path: '/admin/forms', key: 'places.forms', icon: ClipboardList },
  { path: '/admin/rules', key: 'places.rules', icon: Workflow },
  { path: '/admin/people', key: 'places.people', icon: Users, for: 'administrators' },
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

/** What someone's posts open. */
export function navOf(session: Session): NavEntry[] {
  const reach = reachOf(session);
  return navEntries.filter(
    (entry) =>
      reach === 'city' || entry.for === 'everyone' || (reach !== null && entry.for === 'administrators'),
  );
}
