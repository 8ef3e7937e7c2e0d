import {
  ChartColumn,
  ArrowUpFromLine,
  Baby,
  ClipboardPen,
  IdCard,
  Inbox,
  PersonStanding,
  MessageSquareWarning,
  ScanLine,
  Send,
  Stamp,
  Star,
  type LucideIcon,
} from 'lucide-react';
import type { Session } from '../../../api/types.ts';

export interface NavEntry {
  path: string;
  /** Key of its words. */
  key: string;
  icon: LucideIcon;
  /** Beginning of further paths that belong to it. */
  covers?: string;
  /** Roles that work there; none: whoever has a post. */
  roles?: string[];
  demo?: true;
}

const caseRoles = ['clerk', 'inspector', 'reviewer', 'decider', 'head'];

export const navEntries: NavEntry[] = [
  { path: '/desk', key: 'places.queue', icon: Inbox, covers: '/desk/cases/', roles: caseRoles },
  { path: '/desk/overview', key: 'places.overview', icon: ChartColumn, roles: ['head'] },
  { path: '/desk/intake', key: 'places.intake', icon: ClipboardPen, roles: ['clerk'] },
  { path: '/desk/window', key: 'places.window', icon: PersonStanding, roles: ['clerk'] },
  { path: '/desk/guardians', key: 'places.guardians', icon: Baby, roles: ['clerk'] },
  { path: '/desk/licences', key: 'places.licences', icon: IdCard, roles: ['decider'] },
  { path: '/desk/licence-uses', key: 'places.licenceUses', icon: ScanLine, roles: caseRoles },
  {
    path: '/desk/upper-licences',
    key: 'places.upperLicences',
    icon: ArrowUpFromLine,
    roles: ['clerk', 'reviewer', 'decider'],
  },
  { path: '/desk/seals', key: 'places.seals', icon: Stamp },
  { path: '/desk/disputes', key: 'places.disputes', icon: MessageSquareWarning },
  {
    path: '/desk/ratings',
    key: 'places.ratings',
    icon: Star,
    roles: caseRoles.filter((role) => role !== 'inspector'),
  },
  { path: '/desk/messages', key: 'places.messages', icon: Send, demo: true },
];

/** What someone's posts open. */
export function navOf(session: Session): NavEntry[] {
  const roles = new Set(session.account?.posts.map((post) => post.role));
  return navEntries.filter(
    (entry) => (!entry.roles || entry.roles.some((role) => roles.has(role))) && (!entry.demo || session.demo),
  );
}
