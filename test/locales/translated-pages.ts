import type { Role } from '../../server/shared/current-user.js';

/** Pages whose every word comes from views/locales; each feature adds its own when it is translated. `:name` is filled in. */
export const TRANSLATED_PAGES: readonly (readonly [role: Role | null, paths: readonly string[]])[] = [
  [null, [
    '/', '/surplus', '/login', '/sign-up', '/sign-up/sent', '/verify-email', '/verify-email/sent', '/forgotten-password', '/forgotten-password/sent',
    '/map', '/verify-email/unknown', '/reset-password/unknown', '/invitations/unknown', '/nowhere',
  ]],
  ['partner', ['/account', '/organisation', '/admin/users']],
  ['manager', ['/account', '/organisation', '/sites', '/sites/:site', '/buildings/:building', '/sites/new', '/sites/:site/edit', '/sites/:site/buildings/new', '/buildings/:building/edit', '/buildings/:building/unpublish', '/buildings/:draft', '/buildings/:draft/publish', '/buildings/:building/publish']],
  ['verifier', ['/audit', '/audit?actor=nobody-has-this', '/audit?verify=yes']],
  ['manager', ['/desk']],
  ['verifier', ['/desk']],
  ['admin', ['/admin/users', '/admin/users?text=nobody-has-this', '/admin/users/:user']],
];
