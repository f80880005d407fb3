export {
  type ContractCase,
  type ContractCheck,
  type ContractEvent,
  type ContractLog,
  eventLogContract,
} from "./contract/contract.js";
