/** Node's own code asks for this memory, and V8 ends the process when there is none. */
export const caption = text => new TextEncoder().encode(text.padEnd(5000, '·')).length
