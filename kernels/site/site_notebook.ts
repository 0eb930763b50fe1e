import type { PageCheck } from "../page/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";

/** A file that readers may save. */
export interface SiteFile {
  /** What follows the notebook's name in the file's, such as ".ipynb". */
  readonly ending: string;
  readonly text: string;
}

/** A notebook that gets a page. */
export interface SiteNotebook {
  /** The file's name without its extension; unique on the site. */
  readonly name: string;
  readonly document: NotebookDocument;
  /** The notebook as it lies on the disk. */
  readonly notebook: SiteFile;
  /** The results ledger as it lies on the disk. */
  readonly ledger?: SiteFile;
  /** The freeze record of the pre-registration. */
  readonly freeze?: SiteFile;
  /** What the board and the page tell: the parsed ledger, or as much of one as there is. */
  readonly facts: unknown;
  /** What a check of notebook and ledger said. */
  readonly check?: PageCheck;
}
