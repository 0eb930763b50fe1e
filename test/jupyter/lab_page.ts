/// <reference lib="dom" />
import type { Browser, Locator, Page } from "playwright-core";

const LIMIT_MS = 300_000;
const START_LIMIT_MS = 60_000;

/** What the page's own application object says of the notebook that is open. */
interface LabWindow {
  readonly jupyterapp?: { readonly shell: { readonly currentWidget: NotebookWidget | null } };
}

interface NotebookWidget {
  readonly context: { readonly model: { readonly dirty: boolean } };
  readonly sessionContext: { readonly session: { readonly kernel: { readonly status: string } | null } | null };
  readonly content: {
    activeCellIndex: number;
    readonly widgets: readonly { readonly model: CellModel }[];
    scrollToItem(index: number, align: "start"): Promise<void>;
  };
}

interface CellModel {
  readonly type: string;
  readonly executionCount: number | null;
  readonly executionState: string;
  readonly trusted: boolean;
}

/** A notebook that is open in JupyterLab, and what a person does with it. */
export interface LabPage {
  readonly page: Page;
  /** Opens a menu of the menu bar. */
  openMenu(menu: string): Promise<void>;
  /** Clicks an entry of the open menu. */
  menuEntry(entry: string): Promise<void>;
  /** Both. */
  menu(menu: string, entry: string): Promise<void>;
  cellAt(cell: number): Locator;
  /** Makes a cell the active one, its editor focused. */
  select(cell: number): Promise<void>;
  /** Runs the active cell by its keys. */
  runCell(): Promise<void>;
  /** Waits until the kernel is in a state. */
  kernelIs(state: "idle" | "busy"): Promise<void>;
  /** Waits until a cell has run. */
  cellRan(cell: number): Promise<void>;
  /** Waits until every cell has run. */
  allCellsRan(): Promise<void>;
  /** Saves by the keys and waits until it is done. */
  save(): Promise<void>;
  /** The text of a cell's outputs. */
  outputOf(cell: number): Promise<string>;
  /** Whether every code cell is trusted. */
  isTrusted(): Promise<boolean>;
  scrollTo(cell: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a notebook in JupyterLab and waits until its kernel is there. */
export async function openNotebook(browser: Browser, address: string): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(address);
  const kernelIs = async (state: string, limit = LIMIT_MS): Promise<void> => {
    await page.waitForFunction(
      (wanted) => {
        const widget = (window as unknown as LabWindow).jupyterapp?.shell.currentWidget;
        return widget?.content !== undefined && widget.sessionContext?.session?.kernel?.status === wanted;
      },
      state,
      { timeout: limit, polling: 20 },
    );
  };
  /** Waits for one cell, or for all. */
  const ran = async (cell: number | null): Promise<void> => {
    await page.waitForFunction(
      (only) => {
        const { content } = (window as unknown as LabWindow).jupyterapp!.shell.currentWidget!;
        return content.widgets.every(({ model }, i) =>
          model.type !== "code" || (only !== null && i !== only) ||
          (model.executionState === "idle" && model.executionCount !== null)
        );
      },
      cell,
      { timeout: LIMIT_MS, polling: 50 },
    );
    await kernelIs("idle");
  };
  const cellAt = (cell: number) => page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${cell}"]`);
  const openMenu = (menu: string) => page.locator(".lm-MenuBar-itemLabel").getByText(menu, { exact: true }).click();
  const menuEntry = (entry: string) => page.locator(".lm-Menu-itemLabel").getByText(entry, { exact: true }).click();
  await kernelIs("idle", START_LIMIT_MS).catch(async () => {
    const status = await page.evaluate(() =>
      (window as unknown as LabWindow).jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status
    );
    const dialog = await page.locator(".jp-Dialog").allInnerTexts();
    throw new Error(
      `The kernel is ${status} after ${START_LIMIT_MS / 1000} s${dialog.map((text) => `, asked "${text}"`)}`,
    );
  });
  return {
    page,
    openMenu,
    menuEntry,
    async menu(menu, entry) {
      await openMenu(menu);
      await menuEntry(entry);
    },
    cellAt,
    async select(cell) {
      await page.evaluate((index) => {
        (window as unknown as LabWindow).jupyterapp!.shell.currentWidget!.content.activeCellIndex = index;
      }, cell);
      await cellAt(cell).locator(".cm-content").click();
    },
    runCell: () => page.keyboard.press("Control+Enter"),
    kernelIs,
    cellRan: ran,
    allCellsRan: () => ran(null),
    async save() {
      await page.keyboard.press("Control+s");
      await page.waitForFunction(() =>
        !(window as unknown as LabWindow).jupyterapp!.shell.currentWidget!.context.model.dirty
      );
    },
    outputOf: async (cell) => (await cellAt(cell).locator(".jp-OutputArea-output").allInnerTexts()).join("\n"),
    isTrusted: () =>
      page.evaluate(() =>
        (window as unknown as LabWindow).jupyterapp!.shell.currentWidget!.content.widgets.every(({ model }) =>
          model.type !== "code" || model.trusted
        )
      ),
    scrollTo: (cell) =>
      page.evaluate(
        (index) =>
          (window as unknown as LabWindow).jupyterapp!.shell.currentWidget!.content.scrollToItem(index, "start"),
        cell,
      ),
    close: () => context.close(),
  };
}
