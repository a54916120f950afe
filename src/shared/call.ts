// The shape of a call from the window.
import type { z } from 'zod';

/** `output` exists only as a type: what the core answers needs no check on its way to the window. */
export type Call<I extends z.ZodType, O> = { input: I; output?: [O] };
export const call =
  <O>() =>
  <I extends z.ZodType>(input: I): Call<I, O> => ({ input });
