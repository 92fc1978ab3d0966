import type { CurrentUser } from '../../shared/current-user.js';
import { paths } from '../../web/paths.js';

/** Where each role's day begins. */
export const startPage = ({ role }: Pick<CurrentUser, 'role'>): string => (role === 'partner' ? paths.demands : role === 'admin' ? paths.users : paths.matches);
