export const handler = async (event) => event
export default { other: async () => 'by default' }
