/** Of one complaint, as the API has it (contexts/orders). */
export const pictures_max = 6;
