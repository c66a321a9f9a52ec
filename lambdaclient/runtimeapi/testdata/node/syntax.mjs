export const handler = ((
