import type { Role } from '../../server/shared/current-user.js';

/** Pages whose every word comes from views/locales; each feature adds its own when it is translated. `:name` is filled in. */
export const TRANSLATED_PAGES: readonly (readonly [role: Role | null, paths: readonly string[]])[] = [
  [null, [
    '/', '/surplus', '/login', '/sign-up', '/sign-up/sent', '/verify-email', '/verify-email/sent', '/forgotten-password', '/forgotten-password/sent',
    '/guide/use', '/guide/amount', '/guide/place', '/map', '/dev/mail?page=9', '/verify-email/unknown', '/reset-password/unknown', '/invitations/unknown', '/nowhere',
  ]],
  ['partner', [
    '/account', '/organisation', '/admin/users', '/demands', '/demands?q=nobody-has-this', '/guide/today', '/guide/check', '/demands/new', '/demands/new?use=greenhouse', '/demands/:demand',
    '/demands/:demand/edit', '/demands/:demand/withdraw', '/demands/:demand/versions/1', '/matches', '/matches?state=agreed', '/matches/:match', '/matches/:hopeless',
  ]],
  ['manager', [
    '/account', '/organisation', '/sites', '/sites/new', '/sites/:site', '/sites/:site/edit', '/sites/:site/buildings/new',
    '/buildings/:building', '/buildings/:building/edit', '/buildings/:building/unpublish', '/buildings/:building/publish', '/buildings/:draft', '/buildings/:draft/publish',
  ]],
  ['verifier', ['/audit', '/audit?actor=nobody-has-this', '/audit?verify=yes']],
  ['partner', ['/matches/:match/certainty', '/matches/:match/what-if?demand.routeLengthM=900&source.utilisation=1']],
  ['manager', [
    '/matches/stability', '/matches/:match/certainty',
    '/matches/:match/certainty?seed=nonsense', '/matches/:hopeless/certainty', '/matches/:match/what-if?demand.flowTemperatureC=130', '/matches/:match/what-if', '/matches/:hopeless/what-if',
    '/matches/:match/what-if?demand.routeLengthM=9000&economics.lifetimeYears=12', '/matches/:match/what-if?demand.routeLengthM=far',
  ]],
  ['manager', ['/matches', '/matches?q=nobody-has-this', '/matches?feasible=no', '/matches/:match', '/matches/:hopeless']],
  ['manager', ['/desk', '/matches/compare', '/matches/compare?id=one', '/board']],
  ['manager', ['/plan', '/plan?from=:refused', '/plan/:plan', '/plan/:refused', '/plan/:stopped', '/plan/:waiting']],
  ['verifier', ['/plan', '/plan/:plan', '/desk', '/board']],
  ['admin', [
    '/admin/users', '/admin/users?text=nobody-has-this', '/admin/users/:user',
    '/admin/mails', '/admin/mails?text=nobody-has-this', '/admin/mails/:mail', '/admin/mails/:failed',
    '/admin/jobs', '/admin/jobs/:job/cancel', '/dev/mail', '/dev/mail/:mail',
  ]],
];
