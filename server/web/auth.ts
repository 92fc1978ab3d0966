import type { RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Role, SessionUser } from '../shared/current-user.js';
import { ForbiddenError, SignInRequiredError } from '../shared/errors.js';
import { message, type Message } from '../shared/message.js';

export interface Authenticator {
  authenticate(email: string, password: string): Promise<{ user: SessionUser } | { refused: string }>;
  findSessionUser(userId: string, sessionEpoch: number): Promise<SessionUser | null>;
}

/** What a session keeps of its user. */
interface SessionTicket {
  readonly userId: string;
  readonly sessionEpoch: number;
}

/** Passport with e-mail and password; the session holds id and epoch only, so a changed role, password or state counts at the next request. */
export function createPassport(accounts: Authenticator): InstanceType<typeof Passport> {
  const passport = new Passport();
  passport.use(new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
    accounts.authenticate(email, password)
      .then((answer) => ('user' in answer ? done(null, answer.user) : done(null, false, { message: answer.refused })))
      .catch(done);
  }));
  passport.serializeUser<SessionTicket>((user, done) => {
    // Whoever logs in comes from `authenticate` or from the accounts service, which both say the epoch.
    const { id, sessionEpoch } = user as SessionUser;
    done(null, { userId: id, sessionEpoch });
  });
  passport.deserializeUser<SessionTicket>(({ userId, sessionEpoch }, done) => {
    accounts.findSessionUser(userId, sessionEpoch).then((user) => { done(null, user ?? false); }).catch(done);
  });
  return passport;
}

export const requireSignIn = (): RequestHandler => (req, _res, next) => {
  next(req.user === undefined ? new SignInRequiredError() : undefined);
};

const roleName = (role: Role): Message => message(`shared:role.${role}`);

export const requireRole = (...roles: readonly Role[]): RequestHandler => (req, _res, next) => {
  if (req.user === undefined) next(new SignInRequiredError());
  else if (!roles.includes(req.user.role)) {
    next(new ForbiddenError(message('errors:wrongRole', { roles: roles.map(roleName), role: roleName(req.user.role) }), roles));
  } else next();
};
