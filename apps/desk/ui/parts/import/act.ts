/** `soon`: what was begun is being done; the screen is to look, and show how far it is. */
export type Act = (work: (soon: () => void) => Promise<unknown>) => Promise<void>;
