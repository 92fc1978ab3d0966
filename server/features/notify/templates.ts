export interface MatchFacts {
  readonly demandName: string;
  readonly organisationName: string;
  readonly buildingName: string;
  readonly link: string;
}

/** What each mail says; the names are those of the files in views/emails. */
export interface MailTemplates {
  'verify-email': { readonly name: string; readonly link: string };
  'already-registered': { readonly name: string; readonly loginLink: string; readonly resetLink: string };
  'reset-password': { readonly name: string; readonly link: string };
  'password-changed': { readonly name: string; readonly resetLink: string };
  'organisation-invitation': { readonly inviterName: string; readonly organisationName: string; readonly isStaff: boolean; readonly link: string };
  'new-match': {
    readonly count: number;
    readonly many: boolean;
    readonly items: readonly (MatchFacts & { readonly score: string })[];
    readonly further: number;
    readonly queueLink: string;
  };
  'match-invitation': MatchFacts & { readonly note: string | null };
  'invitation-withdrawn': MatchFacts & { readonly reason: string | null };
  'match-answer': MatchFacts & { readonly answer: string; readonly reason: string | null };
  'match-agreed': MatchFacts & { readonly note: string | null };
}
export type TemplateName = keyof MailTemplates;

export const SUBJECTS: { readonly [T in TemplateName]: (data: MailTemplates[T]) => string } = {
  'verify-email': () => 'Confirm your e-mail address',
  'already-registered': () => 'You already have an account',
  'reset-password': () => 'Choose a new password',
  'password-changed': () => 'Your password was changed',
  'organisation-invitation': ({ organisationName }) => `Join ${organisationName} on Heatmatch`,
  'new-match': ({ count, items: [first] }) =>
    (count === 1 && first !== undefined ? `New match: ${first.demandName} and ${first.buildingName}` : `${count} new matches to review`),
  'match-invitation': ({ demandName }) => `Surplus heat for ${demandName}: an invitation`,
  'invitation-withdrawn': ({ demandName }) => `The invitation for ${demandName} has ended`,
  'match-answer': ({ organisationName, answer }) => `${organisationName} ${answer}`,
  'match-agreed': ({ demandName, buildingName }) => `Agreed: ${demandName} and ${buildingName}`,
};
export const TEMPLATE_NAMES = Object.keys(SUBJECTS) as readonly TemplateName[];

/** A mail before it is written: to whom, which template, with what. */
export interface Draft<T extends TemplateName = TemplateName> {
  readonly to: string;
  readonly template: T;
  readonly data: MailTemplates[T];
  /** Parts of the links in `data` that give access. */
  readonly secrets: readonly string[];
}

export const draft = <T extends TemplateName>(template: T, to: string, data: MailTemplates[T], secrets: readonly string[] = []): Draft =>
  ({ template, to, data, secrets });
