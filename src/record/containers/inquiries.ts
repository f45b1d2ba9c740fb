/**
 * What engines are asked about containers. One that gives no answer is asked again when it is
 * back, until the recording ends: only then it is said that the container could not be described.
 */
import {
  NoAnswer,
  type ContainerDescription,
  type ContainerQuestion,
  type Engine,
} from "./engine.js";

export interface Outcome {
  readonly description: ContainerDescription | null;
  /** An engine knows of the container, or may, and did not tell its image. */
  readonly isMissed: boolean;
}

export interface Asked {
  readonly question: ContainerQuestion;
  readonly engines: readonly Engine[];
  /** Whether the container is gone: an engine that doesn't know it now may have known it. */
  readonly isOver: () => boolean;
  /** Called once, and again if the image becomes known later. */
  readonly tell: (outcome: Outcome) => void;
}

interface Inquiry extends Asked {
  /** those that gave no answer, and are asked again */
  readonly unanswered: Set<Engine>;
  description: ContainerDescription | null;
  /** an engine answered when it was too late, and knew nothing */
  isLate: boolean;
  isOpen: boolean;
  readonly conclude: () => void;
}

/** Of those nobody knew; they are asked about again when an engine comes. */
const MOST_UNKNOWN = 4_096;

export class Inquiries {
  readonly #open = new Map<Inquiry, Promise<void>>();
  readonly #unknown = new Set<Inquiry>();

  /** How many containers wait for an engine's answer. */
  get waiting(): number {
    return this.#open.size;
  }

  ask(asked: Asked): void {
    let conclude: () => void = () => undefined;
    const concluded = new Promise<void>((resolve) => (conclude = resolve));
    const state = { unanswered: new Set<Engine>(), description: null, isLate: false, isOpen: true };
    const inquiry: Inquiry = { ...asked, ...state, conclude };
    this.#open.set(inquiry, concluded);
    void this.#askAll(inquiry);
  }

  /** An engine is back, or is there for the first time, or is none. */
  retry(engine: Engine): void {
    const concerned = (inquiry: Inquiry): boolean =>
      inquiry.engines.includes(engine) && (!inquiry.isOpen || inquiry.unanswered.has(engine));
    for (const inquiry of [...this.#open.keys(), ...this.#unknown].filter(concerned)) {
      void this.#askAgain(inquiry, engine);
    }
  }

  /** Waits until every engine has answered, at most for so many milliseconds. */
  async settle(timeout: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeout)));
    await Promise.race([Promise.all(this.#open.values()), late]);
    clearTimeout(timer);
    for (const inquiry of this.#open.keys()) this.#close(inquiry);
  }

  async #askAll(inquiry: Inquiry): Promise<void> {
    const { engines, unanswered } = inquiry;
    // All at once, as the container may soon be gone; the first that knows it counts.
    const answers = engines.map((engine) => this.#ask(inquiry, engine));
    for (const answer of answers) {
      const told = await answer;
      if (told !== "no answer") inquiry.description ??= told;
      if (isKnown(inquiry) || (inquiry.description !== null && unanswered.size === 0)) break;
    }
    this.#closeIfKnown(inquiry);
  }

  async #ask(inquiry: Inquiry, engine: Engine): Promise<Answer> {
    const told = await answerOf(engine, inquiry.question);
    if (told === "no answer") {
      inquiry.unanswered.add(engine);
      if (engine.state === "answers") this.retry(engine); // it was back before this was noted
    }
    return told;
  }

  async #askAgain(inquiry: Inquiry, engine: Engine): Promise<void> {
    const told = await answerOf(engine, inquiry.question);
    if (told === "no answer") return; // it will be back once more
    if (inquiry.unanswered.delete(engine) && told === null) {
      inquiry.isLate ||= inquiry.isOver();
    }
    // An engine knows more of a container than what its runtime left.
    if (told !== null && !isKnown(inquiry)) inquiry.description = told;
    if (inquiry.isOpen) this.#closeIfKnown(inquiry);
    else if (isKnown(inquiry)) this.#close(inquiry);
  }

  #closeIfKnown(inquiry: Inquiry): void {
    if (inquiry.isOpen && (isKnown(inquiry) || inquiry.unanswered.size === 0)) this.#close(inquiry);
  }

  #close(inquiry: Inquiry): void {
    const { description, unanswered, isLate, engines, question } = inquiry;
    const isMissed =
      !isKnown(inquiry) &&
      (unanswered.size > 0 || isLate || engines.some((engine) => engine.announced(question.id)));
    inquiry.isOpen = false;
    this.#open.delete(inquiry);
    this.#unknown.delete(inquiry);
    if (!isKnown(inquiry)) this.#remember(inquiry);
    inquiry.tell({ description, isMissed });
    inquiry.conclude();
  }

  #remember(inquiry: Inquiry): void {
    this.#unknown.add(inquiry);
    const [oldest] = this.#unknown;
    if (this.#unknown.size > MOST_UNKNOWN && oldest !== undefined) this.#unknown.delete(oldest);
  }
}

function isKnown({ description }: Inquiry): boolean {
  return description !== null && description.image !== null;
}

type Answer = ContainerDescription | null | "no answer";

/** Engines read what anybody left: one that fails over it knows nothing, and recording goes on. */
async function answerOf(engine: Engine, question: ContainerQuestion): Promise<Answer> {
  try {
    return await engine.describe(question);
  } catch (error) {
    return error instanceof NoAnswer ? "no answer" : null;
  }
}
