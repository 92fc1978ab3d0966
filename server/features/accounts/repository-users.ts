import { Types, type Connection, type Model, type QueryFilter, type UpdateQuery } from 'mongoose';
import { userModel, type UserDocument } from '../../../models/user.js';
import type { Role } from '../../shared/current-user.js';
import type { DomainEvent } from '../../shared/events.js';
import { isLanguage, type Language } from '../../shared/language.js';
import type { LinkPurpose } from './index.js';
import { LINKS_KEPT, type Link } from './link-token.js';
import type { User } from './user.js';

export type { Connection };

const DUPLICATE_KEY = 11000;
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === DUPLICATE_KEY;
export const isObjectId = (text: string): boolean => /^[\da-f]{24}$/.test(text);
export const newId = (): string => new Types.ObjectId().toHexString();

type Filter = QueryFilter<UserDocument>;
export type UserLinkPurpose = Exclude<LinkPurpose, 'invitation'>;
const LINKS: Readonly<Record<UserLinkPurpose, 'verifyLinks' | 'resetLinks'>> = { 'verify-email': 'verifyLinks', 'reset-password': 'resetLinks' };

/** Links and waiting events stay in the store: nobody who reads a user needs them. */
export const WITHOUT_BULK = { verifyLinks: 0, resetLinks: 0, pendingEvents: 0, hasPendingEvents: 0 } as const;
const hex = (id: Types.ObjectId | null): string | null => (id === null ? null : id.toHexString());

export function toUser(document: UserDocument): User {
  const { _id, organisationId, newOrganisation, role, ...rest } = document;
  return {
    id: _id.toHexString(), organisationId: hex(organisationId), role: role as Role, email: rest.email, name: rest.name,
    newOrganisation: newOrganisation === null ? null
      : { id: newOrganisation.id.toHexString(), name: newOrganisation.name, kind: newOrganisation.kind } as User['newOrganisation'],
    passwordHash: rest.passwordHash, verifiedAt: rest.verifiedAt, deactivatedAt: rest.deactivatedAt, sessionEpoch: rest.sessionEpoch,
    createdAt: rest.createdAt, lastLoginAt: rest.lastLoginAt, language: isLanguage(rest.language) ? rest.language : null,
  };
}

/** A working link of this token, inside a filter: whoever uses it first finds it, the next does not. */
const unusedLink = (purpose: UserLinkPurpose, hash: string, now: Date): Filter =>
  ({ [LINKS[purpose]]: { $elemMatch: { hash, usedAt: null, expiresAt: { $gt: now } } } });
const usedUp = (purpose: UserLinkPurpose, now: Date) => ({ [`${LINKS[purpose]}.$[].usedAt`]: now });

export type NewUser = Omit<User, 'deactivatedAt' | 'sessionEpoch' | 'lastLoginAt'>;

function reads(model: Model<UserDocument>) {
  const one = async (filter: Filter): Promise<User | null> => {
    const document = await model.findOne(filter).select(WITHOUT_BULK).lean<UserDocument>().exec();
    return document === null ? null : toUser(document);
  };
  return {
    find: (userId: string) => (isObjectId(userId) ? one({ _id: userId }) : Promise.resolve(null)),
    findByEmail: (email: string) => one({ email }),
    /** The user that the token was mailed to, with the state of the link; deactivated ones have none. */
    async findByLink(purpose: UserLinkPurpose, hash: string): Promise<{ user: User; link: Link } | null> {
      const document = await model.findOne({ [`${LINKS[purpose]}.hash`]: hash, deactivatedAt: null }).lean<UserDocument>().exec();
      const link = document?.[LINKS[purpose]].find((each) => each.hash === hash);
      return document === null || link === undefined ? null : { user: toUser(document), link };
    },
    async isEmpty(): Promise<boolean> {
      return await model.findOne({}).select({ _id: 1 }).lean().exec() === null;
    },
    async active(filter: { readonly organisationId: string } | { readonly role: Role }): Promise<readonly User[]> {
      const documents = await model.find({ ...filter, verifiedAt: { $ne: null }, deactivatedAt: null }).select(WITHOUT_BULK)
        .sort({ name: 1, email: 1 }).lean<UserDocument[]>().exec();
      return documents.map(toUser);
    },
  };
}

/** A change together with the event that tells of it; null when nothing fits the filter any more. */
export type Change = (filter: Filter, event: DomainEvent, update?: UpdateQuery<UserDocument>) => Promise<User | null>;

const changing = (model: Model<UserDocument>): Change => async (filter, event, { $set, ...rest } = {}) => {
  const update: UpdateQuery<UserDocument> = { ...rest, $set: { ...$set, hasPendingEvents: true }, $push: { pendingEvents: event } };
  const document = await model.findOneAndUpdate(filter, update, { returnDocument: 'after', projection: WITHOUT_BULK }).lean<UserDocument>().exec();
  return document === null ? null : toUser(document);
};

function writes(model: Model<UserDocument>, change: Change) {
  return {
    /** False when the address has an account already. */
    async create({ id, ...user }: NewUser, event: DomainEvent): Promise<boolean> {
      try {
        await model.create({ ...user, _id: id, sessionEpoch: 1, pendingEvents: [event], hasPendingEvents: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    record: (userId: string, event: DomainEvent) => change({ _id: userId }, event),
    rename: (userId: string, name: string, event: DomainEvent) => change({ _id: userId }, event, { $set: { name } }),
    async noteLogin(userId: string, at: Date): Promise<void> {
      await model.updateOne({ _id: userId }, { $set: { lastLoginAt: at } });
    },
    /** A setting of the reader's, not something that happened: no event tells of it. */
    async setLanguage(userId: string, language: Language): Promise<void> {
      await model.updateOne({ _id: userId }, { $set: { language } });
    },
    change,
  };
}

function linkWrites(model: Model<UserDocument>, change: Change) {
  return {
    async addLink(userId: string, purpose: UserLinkPurpose, link: Link): Promise<void> {
      await model.updateOne({ _id: userId }, { $push: { [LINKS[purpose]]: { $each: [link], $slice: -LINKS_KEPT } } });
    },
    /** Null when the link works no more. */
    verify: (userId: string, hash: string, organisationId: string | null, event: DomainEvent) => change(
      { _id: userId, verifiedAt: null, deactivatedAt: null, ...unusedLink('verify-email', hash, event.at) }, event,
      { $set: { verifiedAt: event.at, organisationId, newOrganisation: null, ...usedUp('verify-email', event.at) } },
    ),
    /** Null when the link works no more. */
    resetPassword: (userId: string, hash: string, passwordHash: string, event: DomainEvent) => change(
      { _id: userId, deactivatedAt: null, ...unusedLink('reset-password', hash, event.at) }, event,
      { $set: { passwordHash, ...usedUp('reset-password', event.at) }, $inc: { sessionEpoch: 1 } },
    ),
    /** Null when another change of password came first. Links to reset the old one are void. */
    changePassword: ({ id, sessionEpoch }: User, passwordHash: string, event: DomainEvent) => change(
      { _id: id, sessionEpoch, deactivatedAt: null }, event,
      { $set: { passwordHash, ...usedUp('reset-password', event.at) }, $inc: { sessionEpoch: 1 } },
    ),
    /** An account whose address was never confirmed, taken over by the person who opened the mailed invitation. */
    joinUnverified: (userId: string, joining: Pick<User, 'name' | 'passwordHash' | 'role' | 'organisationId' | 'language'>, event: DomainEvent) => change(
      { _id: userId, verifiedAt: null, deactivatedAt: null }, event,
      {
        $set: { ...joining, verifiedAt: event.at, newOrganisation: null, ...usedUp('verify-email', event.at), ...usedUp('reset-password', event.at) },
        $inc: { sessionEpoch: 1 },
      },
    ),
  };
}

export function createUserRepository(connection: Connection) {
  const model = userModel(connection);
  const change = changing(model);
  return { ...reads(model), ...writes(model, change), ...linkWrites(model, change) };
}
export type UserRepository = ReturnType<typeof createUserRepository>;
