/** The topic of what is kept of orders, in the deployment's logstore. */
export const ORDER_TOPIC = "albflow_order";
