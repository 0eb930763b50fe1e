import type { ClaimTag, Conferral } from "./conferral.ts";

/** What kind of statement a claim is: only what is operational speaks of models that one really trains. */
export const CLAIM_TIERS = ["definition", "conditional", "operational", "superseded"] as const;

/** One of {@link CLAIM_TIERS}. */
export type ClaimTier = typeof CLAIM_TIERS[number];

/** What one experiment says for a claim, against it, or of how far it reaches. */
export interface Evidence {
  /** The name of a registration. */
  readonly experiment: string;
  /** The id of one of its rules, null for the experiment as a whole. */
  readonly prediction: string | null;
  readonly supports: "yes" | "no" | "limits";
  readonly note: string;
  /** Where the numbers of the note are printed. */
  readonly source: string;
}

/** What one experiment says of an assumption, an obligation or a risk. */
export interface Finding {
  readonly experiment: string;
  readonly finding: string;
  readonly source: string;
}

/** A statement of the program with its tag. */
export interface Claim {
  readonly id: string;
  readonly statement: string;
  readonly tier: ClaimTier;
  readonly initialTag: ClaimTag;
  /** Follows from `initialTag` through the conferrals. */
  readonly tag: ClaimTag;
  readonly source: string;
  /** Ids of assumptions. */
  readonly assumptions: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A1 to A9. */
export interface Assumption {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly experiments: readonly Finding[];
}

/** O1 to O6, parts of the proof. */
export interface Obligation {
  readonly id: string;
  readonly statement: string;
  readonly initialTag: ClaimTag;
  readonly tag: ClaimTag;
  readonly source: string;
  readonly experiments: readonly Finding[];
}

/** R1 to R6. */
export interface Risk {
  readonly id: string;
  readonly title: string;
  readonly statement: string;
  /** A risk is not closed by editing this file: there is no other status yet. */
  readonly status: "open";
  readonly mitigation: string;
  readonly source: string;
  readonly evidence: readonly Finding[];
}

/** The program's claims, what they rest on, and what threatens them: `data/claims.json`. */
export interface Claims {
  readonly schemaVersion: 1;
  readonly claims: readonly Claim[];
  /** In the order in which they were made. */
  readonly conferrals: readonly Conferral[];
  readonly assumptions: readonly Assumption[];
  readonly obligations: readonly Obligation[];
  readonly risks: readonly Risk[];
}
