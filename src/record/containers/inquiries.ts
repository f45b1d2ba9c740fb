/**
 * Asks the engines about each container. An engine that gives no answer is asked again when it is
 * back. Only at the end of the recording does a container count as undescribed.
 */
import {
  NoAnswer,
  type ContainerDescription,
  type ContainerQuestion,
  type Engine,
} from "./engine.js";

export interface Outcome {
  readonly description: ContainerDescription | null;
  /** An engine knows the container, or may know it, but did not give its image. */
  readonly isMissed: boolean;
}

export interface Inquiry {
  readonly question: ContainerQuestion;
  readonly engines: readonly Engine[];
  /** Whether the container has ended: an engine that doesn't know it now may have known it. */
  readonly isOver: () => boolean;
  /** Called once, and again if the image becomes known later. */
  readonly onOutcome: (outcome: Outcome) => void;
}

interface PendingInquiry extends Inquiry {
  /** the engines that gave no answer, and are asked again */
  readonly unanswered: Set<Engine>;
  description: ContainerDescription | null;
  /** an engine answered only after the container had ended, and did not know it */
  isLate: boolean;
  isOpen: boolean;
  readonly conclude: () => void;
}

/** How many containers that no engine knew are kept, to ask an engine that appears later. */
const MOST_UNKNOWN = 4_096;

export class Inquiries {
  readonly #open = new Map<PendingInquiry, Promise<void>>();
  readonly #unknown = new Set<PendingInquiry>();

  /** How many containers wait for an engine's answer. */
  get waiting(): number {
    return this.#open.size;
  }

  ask(asked: Inquiry): void {
    let conclude: () => void = () => undefined;
    const concluded = new Promise<void>((resolve) => (conclude = resolve));
    const state = { unanswered: new Set<Engine>(), description: null, isLate: false, isOpen: true };
    const inquiry: PendingInquiry = { ...asked, ...state, conclude };
    this.#open.set(inquiry, concluded);
    void this.#askAll(inquiry);
  }

  /** Asks an engine again: it is back, it answers for the first time, or it turned out not to be one. */
  retry(engine: Engine): void {
    const concerned = (inquiry: PendingInquiry): boolean =>
      inquiry.engines.includes(engine) && (!inquiry.isOpen || inquiry.unanswered.has(engine));
    for (const inquiry of [...this.#open.keys(), ...this.#unknown].filter(concerned)) {
      void this.#askAgain(inquiry, engine);
    }
  }

  /** Waits until every engine has answered, for at most `timeout` milliseconds. */
  async settle(timeout: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeout)));
    await Promise.race([Promise.all(this.#open.values()), late]);
    clearTimeout(timer);
    for (const inquiry of this.#open.keys()) this.#close(inquiry);
  }

  async #askAll(inquiry: PendingInquiry): Promise<void> {
    const { engines, unanswered } = inquiry;
    // Ask all at once, as the container may soon be gone. The first that knows it counts.
    const answers = engines.map((engine) => this.#ask(inquiry, engine));
    for (const promise of answers) {
      const answer = await promise;
      if (answer !== "no answer") inquiry.description ??= answer;
      if (isKnown(inquiry) || (inquiry.description !== null && unanswered.size === 0)) break;
    }
    this.#closeIfKnown(inquiry);
  }

  async #ask(inquiry: PendingInquiry, engine: Engine): Promise<Answer> {
    const answer = await answerOf(engine, inquiry.question);
    if (answer === "no answer") {
      inquiry.unanswered.add(engine);
      if (engine.state === "answers") this.retry(engine); // it came back before we noted this
    }
    return answer;
  }

  async #askAgain(inquiry: PendingInquiry, engine: Engine): Promise<void> {
    const answer = await answerOf(engine, inquiry.question);
    if (answer === "no answer") return; // it will be asked again when it is back
    if (inquiry.unanswered.delete(engine) && answer === null) {
      inquiry.isLate ||= inquiry.isOver();
    }
    // An engine knows more about a container than the files of its runtime say.
    if (answer !== null && !isKnown(inquiry)) inquiry.description = answer;
    if (inquiry.isOpen) this.#closeIfKnown(inquiry);
    else if (isKnown(inquiry)) this.#close(inquiry);
  }

  #closeIfKnown(inquiry: PendingInquiry): void {
    if (inquiry.isOpen && (isKnown(inquiry) || inquiry.unanswered.size === 0)) this.#close(inquiry);
  }

  #close(inquiry: PendingInquiry): void {
    const { description, unanswered, isLate, engines, question } = inquiry;
    const isMissed =
      !isKnown(inquiry) &&
      (unanswered.size > 0 || isLate || engines.some((engine) => engine.announced(question.id)));
    inquiry.isOpen = false;
    this.#open.delete(inquiry);
    this.#unknown.delete(inquiry);
    if (!isKnown(inquiry)) this.#remember(inquiry);
    inquiry.onOutcome({ description, isMissed });
    inquiry.conclude();
  }

  #remember(inquiry: PendingInquiry): void {
    this.#unknown.add(inquiry);
    const [oldest] = this.#unknown;
    if (this.#unknown.size > MOST_UNKNOWN && oldest !== undefined) this.#unknown.delete(oldest);
  }
}

function isKnown({ description }: PendingInquiry): boolean {
  return description !== null && description.image !== null;
}

type Answer = ContainerDescription | null | "no answer";

/** Engines read files that anybody can write. If one fails over them, recording goes on. */
async function answerOf(engine: Engine, question: ContainerQuestion): Promise<Answer> {
  try {
    return await engine.describe(question);
  } catch (error) {
    return error instanceof NoAnswer ? "no answer" : null;
  }
}
