export const packageBudget: number;
