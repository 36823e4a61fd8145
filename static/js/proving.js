// For pages that send a ballot left behind: loaded only once the server has answered one.
export { verdictOn } from "./_proving.js";
