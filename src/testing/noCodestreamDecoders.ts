// Codecs for tests in which none may be asked for.
import type { CodestreamDecoders } from "../core/pixels/codecs/codestream.ts";

/** Fails every test that needs a WebAssembly codec. */
export const noCodestreamDecoders: CodestreamDecoders = {
  load: (codec) =>
    Promise.reject(new Error(`${codec} was asked for, and is not needed here`)),
};
