import { Types, type Connection, type Model, type QueryFilter } from 'mongoose';
import { mailModel, type MailDocument } from '../../../models/mail.js';
import type { DomainEvent } from '../../shared/events.js';
import type { Mail, MailState, NewMail } from './mail.js';

export type { Connection };

export interface MailQuery {
  readonly state?: MailState | undefined;
  /** Part of the recipient, the subject or the error. */
  readonly text?: string | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
}

export interface MailPage {
  readonly mails: readonly Mail[];
  readonly total: number;
}

/** The outcome of an attempt, as it is written. */
export type MailMark = Partial<Pick<Mail, 'state' | 'nextAttemptAt' | 'sentAt' | 'lastError' | 'text' | 'html' | 'secrets'>>;

const DUPLICATE_KEY = 11000;
const DEFAULT_LIMIT = 50;

const toMail = ({ _id, ...rest }: MailDocument): Mail => ({ ...rest, id: _id.toHexString() }) as Mail;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const isId = (mailId: string): boolean => /^[0-9a-f]{24}$/.test(mailId);
const saving = (event: DomainEvent | null) => (event === null ? {} : { $push: { pendingEvents: event } });
const flagging = (event: DomainEvent | null) => (event === null ? {} : { hasPendingEvents: true });

function filterOf({ state, text }: MailQuery): QueryFilter<MailDocument> {
  const match = text === undefined ? undefined : { $regex: escaped(text), $options: 'i' };
  return {
    ...(state !== undefined && { state }),
    ...(match !== undefined && { $or: [{ to: match }, { subject: match }, { lastError: match }] }),
  };
}

/** The outbox as the sender sees it. */
function sending(model: Model<MailDocument>) {
  return {
    /** False when this cause has already made a mail to this recipient. */
    async create(mail: NewMail): Promise<boolean> {
      try {
        await model.create({ ...mail, attempts: 0, nextAttemptAt: mail.state === 'queued' ? mail.createdAt : null });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false;
        throw error;
      }
    },
    /** The mail that is due longest, for this worker alone until `leaseUntil`; also one whose worker was killed. */
    async claim(now: Date, leaseUntil: Date): Promise<Mail | null> {
      const claimed = await model.findOneAndUpdate(
        { state: { $in: ['queued', 'sending'] }, nextAttemptAt: { $lte: now } },
        { $set: { state: 'sending', nextAttemptAt: leaseUntil }, $inc: { attempts: 1 } },
        { sort: { nextAttemptAt: 1 }, returnDocument: 'after' },
      ).lean<MailDocument>();
      return claimed === null ? null : toMail(claimed);
    },
    /** Sent is sent, whoever holds the mail by now. */
    async markSent(mailId: string, mark: MailMark): Promise<void> {
      await model.updateOne({ _id: mailId }, { $set: mark });
    },
    /** Only if this attempt still is the last one. */
    async markUnsent({ id, attempts }: Pick<Mail, 'id' | 'attempts'>, mark: MailMark, event: DomainEvent | null): Promise<void> {
      await model.updateOne({ _id: id, state: 'sending', attempts }, { $set: { ...mark, ...flagging(event) }, ...saving(event) });
    },
    async requeue(mailId: string, now: Date, event: DomainEvent): Promise<boolean> {
      const { matchedCount } = await model.updateOne({ _id: mailId, state: 'failed' },
        { $set: { state: 'queued', attempts: 0, nextAttemptAt: now, ...flagging(event) }, ...saving(event) });
      return matchedCount === 1;
    },
  };
}

/** The outbox as people see it. */
function reading(model: Model<MailDocument>) {
  return {
    async find(mailId: string): Promise<Mail | null> {
      const found = isId(mailId) ? await model.findById(new Types.ObjectId(mailId)).lean<MailDocument>() : null;
      return found === null ? null : toMail(found);
    },
    async list(query: MailQuery): Promise<MailPage> {
      const filter = filterOf(query);
      const [documents, total] = await Promise.all([
        model.find(filter).sort({ createdAt: -1, _id: -1 }).skip(query.skip ?? 0).limit(query.limit ?? DEFAULT_LIMIT).lean<MailDocument[]>(),
        model.countDocuments(filter),
      ]);
      return { mails: documents.map(toMail), total };
    },
    async failedIds(): Promise<readonly string[]> {
      const documents = await model.find({ state: 'failed' }, { _id: 1 }).lean<MailDocument[]>();
      return documents.map(({ _id }) => _id.toHexString());
    },
  };
}

export function mailRepository(connection: Connection) {
  const model = mailModel(connection);
  return { ...sending(model), ...reading(model) };
}
export type MailRepository = ReturnType<typeof mailRepository>;
