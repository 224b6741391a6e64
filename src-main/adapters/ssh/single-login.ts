/**
 * Hands the password over once. Hardened hosts lock an account after a few failures, and offering the same password by
 * one method after another counts as several.
 */
import type { AnyAuthMethod, AuthenticationType, Prompt } from 'ssh2';

export interface SingleLogin {
  /** What to offer next, given the methods the host takes (null before it was asked); null when there is nothing left. */
  next(methodsLeft: readonly AuthenticationType[] | null): AnyAuthMethod | null;
  /** Whether the password has been handed over. Without it, being let in proves nothing about the password. */
  isOffered(): boolean;
}

export function createSingleLogin(username: string, password: string): SingleLogin {
  let isAsked = false;
  let isOffered = false;

  const answerPrompts = (prompts: readonly Prompt[]): readonly string[] => {
    // More prompts than one hidden one is a second factor or a change of password: not ours to answer.
    if (isOffered || prompts.length !== 1 || prompts[0]?.echo === true) {
      return [];
    }
    isOffered = true;
    return [password];
  };

  return {
    isOffered: () => isOffered,
    next: (methodsLeft) => {
      if (isOffered) {
        return null;
      }
      if (!isAsked) {
        // `none` carries no password; the refusal lists the methods. OpenSSH asks the same way.
        isAsked = true;
        return { type: 'none', username };
      }
      const methods = methodsLeft ?? [];
      if (methods.includes('keyboard-interactive') && !methods.includes('password')) {
        return {
          type: 'keyboard-interactive',
          username,
          prompt: (...[, , , prompts, finish]) => finish([...answerPrompts(prompts)]),
        };
      }
      // Some hosts do not say which methods they take.
      if (methods.length > 0 && !methods.includes('password')) {
        return null;
      }
      isOffered = true;
      return { type: 'password', username, password };
    },
  };
}
