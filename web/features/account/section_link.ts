/** The look of the link beside a heading, and of the one that leads back to the account. */
export const sectionLink = "inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline";
