export { common } from "./common";
export { shop } from "./shop";
export { box } from "./box";
export { tower } from "./tower";
export { desk } from "./desk";
export { refusal } from "./refusal";
