export { builtInDigits, type BuiltInDigitsOptions } from "./digits/built_in_digits.ts";
export { binarise, type SpinImages } from "./binarise.ts";
export { type IdxImages, parseIdxImages, parseIdxLabels } from "./idx.ts";
export { type Brightness, createDataSet, type DataSet, imagesDigest, type ImageSet } from "./image_set.ts";
export * from "./label_spots.ts";
export { loadImages, type LoadImagesOptions } from "./load_images.ts";
export {
  type DataSource,
  DataUnavailableError,
  findMnist,
  type FindMnistOptions,
  type FoundDigits,
} from "./mnist/find_mnist.ts";
export type { DownloadProgress } from "./mnist/cached_files.ts";
export type { NumberTable } from "./npy.ts";
export type { LabelOptions } from "./read_idx_files.ts";
export { selectClasses } from "./select_classes.ts";
export { EPOCH_LIMIT, epochBatches, type EpochOptions, LANE_LIMIT } from "./shuffle.ts";
export { splitImages } from "./split_images.ts";
export { takeImages, takeRows } from "./take_rows.ts";
