import type { Connection, QueryFilter } from 'mongoose';
import { userModel, type UserDocument } from '../../../models/user.js';
import type { Role } from '../../shared/current-user.js';
import type { DomainEvent } from '../../shared/events.js';
import { createUserRepository, toUser, WITHOUT_BULK } from './repository-users.js';
import type { AccountQuery, AccountState, User } from './user.js';

type Filter = QueryFilter<UserDocument>;

/** A mark older than this was left by a process that died between the mark and the change. */
const LEAVING_COUNTS_MS = 60_000;

const STATE_FILTERS: Readonly<Record<AccountState, Filter>> = {
  active: { verifiedAt: { $ne: null }, deactivatedAt: null },
  unconfirmed: { verifiedAt: null, deactivatedAt: null },
  deactivated: { deactivatedAt: { $ne: null } },
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function filterOf({ text, role, state }: AccountQuery): Filter {
  const match = text === undefined ? undefined : { $regex: escaped(text), $options: 'i' };
  return {
    ...(state !== undefined && STATE_FILTERS[state]), ...(role !== undefined && { role }),
    ...(match !== undefined && { $or: [{ name: match }, { email: match }] }),
  };
}

/** What admins do to accounts. */
export function createUserAdministrationRepository(connection: Connection) {
  const model = userModel(connection);
  const { change } = createUserRepository(connection);
  return {
    async list(query: AccountQuery): Promise<{ readonly users: readonly User[]; readonly total: number }> {
      const filter = filterOf(query);
      const [documents, total] = await Promise.all([
        model.find(filter).select(WITHOUT_BULK).sort({ name: 1, email: 1 }).skip(query.skip ?? 0).limit(query.limit ?? 0).lean<UserDocument[]>().exec(),
        model.countDocuments(filter),
      ]);
      return { users: documents.map(toUser), total };
    },
    async markLeavingAdmins(userId: string, at: Date | null): Promise<void> {
      await model.updateOne({ _id: userId }, { $set: { leavingAdminsAt: at } });
    },
    /** Admins who can log in and of whom nobody is just taking the role away. */
    stayingAdmins: (now: Date): Promise<number> => model.countDocuments({
      ...STATE_FILTERS.active, role: 'admin',
      $or: [{ leavingAdminsAt: null }, { leavingAdminsAt: { $lte: new Date(now.getTime() - LEAVING_COUNTS_MS) } }],
    }),
    /** Null when the role was changed meanwhile. */
    setRole: (user: User, role: Role, event: DomainEvent) => change({ _id: user.id, role: user.role }, event, { $set: { role } }),
    /** Null when it is deactivated already. A new epoch: sessions of before stay ended when the account comes back. */
    deactivate: (userId: string, event: DomainEvent) => change(
      { _id: userId, deactivatedAt: null }, event, { $set: { deactivatedAt: event.at }, $inc: { sessionEpoch: 1 } },
    ),
    reactivate: (userId: string, event: DomainEvent) => change(
      { _id: userId, deactivatedAt: { $ne: null } }, event, { $set: { deactivatedAt: null, leavingAdminsAt: null } },
    ),
  };
}
export type UserAdministrationRepository = ReturnType<typeof createUserAdministrationRepository>;
