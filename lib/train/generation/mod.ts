export { generateImages, type Generation, type GenerationOptions } from "./generate_images.ts";
export { spinImages } from "./generated_images.ts";
export { type ImageMoments, imageMoments } from "./image_moments.ts";
export {
  compareImages,
  type ImageComparison,
  type ImageQuality,
  type ImageReference,
  type NearestDistance,
} from "./image_quality.ts";
