/**
 * An engine that listens at a socket. It goes on trying to connect until the engine answers, and
 * connects again after the engine was gone.
 */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import {
  NoAnswer,
  type ContainerDescription,
  type ContainerQuestion,
  type Engine,
  type EngineConnection,
  type EngineListener,
  type EngineState,
} from "./engine.js";
import type { Serves } from "./files/served-users.js";

/** Milliseconds between two attempts to connect. */
const RETRY_INTERVAL = 500;

export interface SocketPlace {
  /** a path, or a URL */
  readonly place: string;
  readonly serves: Serves;
  /** Connects and subscribes to events. Rejects with NoAnswer. `ending` cancels it. */
  readonly connect: (ending: AbortSignal) => Promise<EngineConnection>;
}

export class SocketEngine implements Engine {
  readonly #place: SocketPlace;
  #state: EngineState = "absent";
  #trouble = "";
  #connection: EngineConnection | null = null;
  #trial: Promise<void> | null = null;
  #listener: EngineListener | null = null;
  #answeredOnce = false;
  #isTrying = false;
  readonly #ending = new AbortController();

  constructor(place: SocketPlace) {
    this.#place = place;
  }

  get state(): EngineState {
    return this.#state;
  }

  get trouble(): string {
    return this.#trouble;
  }

  get description(): string {
    return this.#connection?.description ?? this.#place.place;
  }

  serves(uid: number): boolean {
    return this.#place.serves(uid);
  }

  listen(listener: EngineListener): void {
    this.#listener = listener;
  }

  /**
   * Starts to connect, and goes on trying until it is closed. Resolves when it is known whether an
   * engine answers, or after `timeout` milliseconds. An engine that takes longer is slow.
   */
  async begin(timeout: number): Promise<void> {
    await this.#tryFor(timeout);
    void this.#keepTrying();
  }

  async describe(question: ContainerQuestion): Promise<ContainerDescription | null> {
    // The engine may have started just now, with this container.
    if (this.#state !== "answers" && this.#state !== "slow") await this.#tryFor(RETRY_INTERVAL);
    const connection = this.#state === "answers" ? this.#connection : null;
    if (connection === null) {
      if (!this.#isExpected()) return null;
      throw new NoAnswer("slow", this.#trouble);
    }
    try {
      return await connection.describe(question);
    } catch (error) {
      if (error instanceof NoAnswer) this.#doubt(error);
      throw error;
    }
  }

  announced(containerId: string): boolean {
    return this.#connection?.announced(containerId) ?? false;
  }

  close(): void {
    this.#ending.abort();
    this.#connection?.close();
  }

  #isClosed(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Whether the engine may answer later, because it is slow or answered before. */
  #isExpected(): boolean {
    return this.#state === "slow" || this.#answeredOnce;
  }

  async #keepTrying(): Promise<void> {
    if (this.#isTrying) return;
    this.#isTrying = true;
    while (!this.#isClosed() && this.#state !== "answers") {
      await pause(RETRY_INTERVAL, undefined, { ref: false });
      await this.#try();
    }
    this.#isTrying = false;
  }

  async #tryFor(timeout: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#note("slow", "it has not answered yet");
        resolve();
      }, timeout);
    });
    await Promise.race([this.#try(), late]);
    clearTimeout(timer);
  }

  /** Makes one attempt at a time. */
  #try(): Promise<void> {
    if (this.#isClosed() || this.#state === "answers") return Promise.resolve();
    this.#trial ??= this.#attempt().finally(() => (this.#trial = null));
    return this.#trial;
  }

  async #attempt(): Promise<void> {
    const path = this.#place.place.replace(/^unix:\/\//u, "");
    if (path.startsWith("/") && !existsSync(path)) {
      this.#note("absent", "there is no such socket");
      return;
    }
    try {
      if (this.#connection === null) this.#take(await this.#place.connect(this.#ending.signal));
      else await this.#connection.probe();
      this.#state = "answers";
      this.#trouble = "";
      this.#answeredOnce = true;
      this.#notify();
    } catch (error) {
      if (error instanceof NoAnswer) this.#note(error.state, error.message);
      else this.#note("foreign", "a process listens there, but does not answer like an engine");
    }
  }

  #take(connection: EngineConnection): void {
    this.#connection = connection;
    connection.onRenamed = (id, name) => this.#listener?.onRenamed(id, name);
    void connection.lost.then(() => {
      if (this.#connection !== connection) return;
      connection.close();
      this.#connection = null;
      this.#note("gone", "it ended the connection, and is not back yet");
      void this.#keepTrying();
    });
    if (this.#isClosed()) connection.close();
  }

  #doubt({ message }: NoAnswer): void {
    if (this.#state !== "answers") return;
    this.#note("slow", message);
    void this.#keepTrying();
  }

  #note(state: EngineState, trouble: string): void {
    const wasExpected = this.#isExpected();
    this.#state = this.#answeredOnce && state !== "slow" ? "gone" : state;
    this.#trouble = trouble;
    if (wasExpected && !this.#isExpected()) this.#notify();
  }

  /** Tells the listener that it is time to ask again. */
  #notify(): void {
    if (!this.#isClosed()) this.#listener?.onKnown();
  }
}
