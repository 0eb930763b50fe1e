export { packChain, sweepChain, unpackChain } from "./chain_sweeps";
export { packGroup, sweepGroup, unpackGroup } from "./group_sweeps";
export { enter } from "./room";
