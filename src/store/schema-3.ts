/** What came with recordings that say why they could not be completed. */
export const SCHEMA_3 = `
ALTER TABLE recordings ADD COLUMN failure TEXT; -- a word for it; NULL: none is known
`;
