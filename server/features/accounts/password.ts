import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** Argon2id (the library's default variant) as OWASP's password storage cheat sheet has it: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** The same pass phrase typed on another keyboard may arrive in other code points. */
const normalised = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalised(password), PARAMETERS);

export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> => verify(passwordHash, normalised(password));

function phc(salt: Buffer, output: Buffer): string {
  const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${base64(salt)}$${base64(output)}`;
}

/** A hash of nothing: checking a password against it is as much work as against a real one, and fails. */
export const decoyHash = phc(randomBytes(16), randomBytes(PARAMETERS.outputLen));
export const verifyAgainstNothing = (password: string): Promise<boolean> => verifyPassword(decoyHash, password);
