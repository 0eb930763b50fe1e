/** Told now and then how far a computation is: what it does, and the share done where that is known. */
export type ExactProgress = (stage: string, share: number | null) => void;
