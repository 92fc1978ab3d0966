export { createAudit, type AuditService, type ChainCheck } from './service.js';
