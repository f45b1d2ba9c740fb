const NOBODY = 65534;

/** Does something as a user whom permissions hold back, which they don't root. */
export function asNobody(action: () => void): void {
  if (process.getuid?.() !== 0) {
    action();
    return;
  }
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    action();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
