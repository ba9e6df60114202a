/**
 * TLS sessions to resume, by destination and TLS configuration,
 * so that a session made under one configuration is never resumed under another.
 * In TLS 1.3 tickets come after the handshake, so the newest is kept.
 */
const maxSessions = 256;
const sessions = new Map<string, Buffer>();

export function sessionFor(key: string): Buffer | undefined {
  return sessions.get(key);
}

export function keepSession(key: string, session: Buffer): void {
  sessions.delete(key);
  sessions.set(key, session);
  if (sessions.size <= maxSessions) return;
  const oldest = sessions.keys().next();
  if (oldest.done !== true) sessions.delete(oldest.value);
}
