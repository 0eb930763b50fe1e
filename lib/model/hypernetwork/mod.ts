export { createHypernetwork, type Hypernetwork, hypernetworkOf } from "./hypernetwork.ts";
export { hypernetworkCouplings, hypernetworkModel } from "./hypernetwork_couplings.ts";
export { hypernetworkJacobian } from "./hypernetwork_jacobian.ts";
export { HypernetworkPass } from "./hypernetwork_pass.ts";
export { type HypernetworkLayout, hypernetworkLayout, type HypernetworkShape } from "./hypernetwork_shape.ts";
export { type JacobianRank, jacobianRank } from "./jacobian_rank.ts";
export { oneHotCodes } from "./one_hot_codes.ts";
