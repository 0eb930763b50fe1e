export * from "./create_tempering.ts";
