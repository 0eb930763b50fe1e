export { denoisingStrip, type DenoisingStripOptions } from "./denoising_strip.ts";
export { imageGrid, type ImageGridOptions } from "./image_grid.ts";
export type { TileOptions } from "./tile_layout.ts";
