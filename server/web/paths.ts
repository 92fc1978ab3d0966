/** Every address of the product, once. Values are Express patterns; `to` fills in the parameters. */
export const paths = {
  home: '/',
  surplus: '/surplus',
  signUp: '/sign-up',
  verifyEmail: '/verify-email/:token',
  resendVerification: '/verify-email',
  login: '/login',
  logout: '/logout',
  forgottenPassword: '/forgotten-password',
  resetPassword: '/reset-password/:token',
  account: '/account',
  organisation: '/organisation',
  invitations: '/organisation/invitations',
  invitation: '/invitations/:token',
  users: '/admin/users',
  user: '/admin/users/:userId',
  sites: '/sites',
  newSite: '/sites/new',
  site: '/sites/:siteId',
  newBuilding: '/sites/:siteId/buildings/new',
  building: '/buildings/:buildingId',
  buildingPublish: '/buildings/:buildingId/publish',
  buildingUnpublish: '/buildings/:buildingId/unpublish',
  demands: '/demands',
  demandsCsv: '/demands.csv',
  newDemand: '/demands/new',
  demand: '/demands/:demandId',
  editDemand: '/demands/:demandId/edit',
  submitDemand: '/demands/:demandId/submit',
  withdrawDemand: '/demands/:demandId/withdraw',
  copyDemand: '/demands/:demandId/copy',
  demandHoursCsv: '/demands/:demandId/hours.csv',
  demandVersion: '/demands/:demandId/versions/:version',
  matches: '/matches',
  matchesCsv: '/matches.csv',
  match: '/matches/:matchId',
  matchCase: '/matches/:matchId/case.json',
  matchHeatSvg: '/matches/:matchId/heat.svg',
  matchHeatCsv: '/matches/:matchId/heat.csv',
  matchScoreSvg: '/matches/:matchId/score.svg',
  matchScoreCsv: '/matches/:matchId/score.csv',
  matchTransitions: '/matches/:matchId/transitions',
  recalculation: '/matches/recalculation',
  mails: '/admin/mails',
  mail: '/admin/mails/:mailId',
  retryMail: '/admin/mails/:mailId/retry',
  devMails: '/dev/mail',
  devMail: '/dev/mail/:mailId',
  audit: '/audit',
  health: '/healthz',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

type Parameters<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<`/${Rest}`> : P extends `${string}:${infer Name}` ? Name : never;

/** The address with its parameters filled in and escaped. */
export function to<P extends string>(pattern: P, parameters: Record<Parameters<P>, string>): string {
  return Object.entries<string>(parameters)
    .reduce<string>((path, [name, value]) => path.replace(`:${name}`, encodeURIComponent(value)), pattern);
}
