/** The Deno that every measurement of this project was made with. */
export const TESTED_DENO = "2.9.6";
