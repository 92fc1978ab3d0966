export { MAIL_STATES, type Mail, type MailState } from './mail.js';
export { createNotify, type NotifyDependencies, type NotifyService } from './service.js';
