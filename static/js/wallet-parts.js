// What the wallet's page needs only once the wallet is there: its code, and bringing one here.
export { offerBringing } from "./_wallet_bring.js";
export { offerCode } from "./_wallet_code.js";
